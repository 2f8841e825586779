#include "backoffice/json_number.h"

static bool step_digit(JsonNumber *number, uint8_t byte)
{
    switch (*number) {
    case JSON_NUMBER_NOTHING:
    case JSON_NUMBER_MINUS:
        *number = byte == '0' ? JSON_NUMBER_ZERO : JSON_NUMBER_WHOLE;
        return true;
    case JSON_NUMBER_ZERO:
        return false; // 01 is no number
    case JSON_NUMBER_POINT:
        *number = JSON_NUMBER_FRACTION;
        return true;
    case JSON_NUMBER_E:
    case JSON_NUMBER_E_SIGN:
        *number = JSON_NUMBER_EXPONENT;
        return true;
    case JSON_NUMBER_WHOLE:
    case JSON_NUMBER_FRACTION:
    case JSON_NUMBER_EXPONENT:
        break;
    }
    return true;
}

bool json_number_step(JsonNumber *number, uint8_t byte)
{
    bool whole = *number == JSON_NUMBER_ZERO || *number == JSON_NUMBER_WHOLE;
    if (byte >= '0' && byte <= '9')
        return step_digit(number, byte);
    if (byte == '-' && *number == JSON_NUMBER_NOTHING)
        *number = JSON_NUMBER_MINUS;
    else if (byte == '.' && whole)
        *number = JSON_NUMBER_POINT;
    else if ((byte == 'e' || byte == 'E') && (whole || *number == JSON_NUMBER_FRACTION))
        *number = JSON_NUMBER_E;
    else if ((byte == '+' || byte == '-') && *number == JSON_NUMBER_E)
        *number = JSON_NUMBER_E_SIGN;
    else
        return false;
    return true;
}

bool json_number_may_end(JsonNumber number)
{
    return number == JSON_NUMBER_ZERO || number == JSON_NUMBER_WHOLE ||
           number == JSON_NUMBER_FRACTION || number == JSON_NUMBER_EXPONENT;
}
