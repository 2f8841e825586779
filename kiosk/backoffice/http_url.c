#include "backoffice/http_url.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backoffice/http_transport.h"

static bool is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
}

static bool is_loopback(const char *host)
{
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, host, &six) == 1)
        return memcmp(&six, &in6addr_loopback, sizeof six) == 0;
    return strcasecmp(host, "localhost") == 0;
}

// Digits only, 1 to 65535; 0 when it isn't.
static int32_t parse_port(const char *digits, size_t size)
{
    int32_t port = 0;
    if (size == 0 || size > 5)
        return 0;
    for (size_t i = 0; i < size; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return 0;
        port = port * 10 + (digits[i] - '0');
    }
    return port <= 65535 ? port : 0;
}

static bool parse_host(const char *text, size_t size, HttpUrl *url, bool *out_bracketed,
                       size_t *out_used)
{
    size_t begin = 0, end = 0;
    *out_bracketed = size > 0 && text[0] == '[';
    if (*out_bracketed) {
        const char *close = memchr(text, ']', size);
        if (!close)
            return false;
        begin = 1;
        end = (size_t)(close - text);
        *out_used = end + 1;
    } else {
        while (end < size && is_host_character(text[end]))
            end++;
        *out_used = end;
    }
    if (end == begin || end - begin >= sizeof url->host)
        return false;
    memcpy(url->host, text + begin, end - begin);
    url->host[end - begin] = 0;
    struct in6_addr six;
    if (*out_bracketed)
        return inet_pton(AF_INET6, url->host, &six) == 1;
    return url->host[0] != '.' && url->host[0] != '-' && !strstr(url->host, "..");
}

bool http_url_parse(const char *url, HttpUrl *out, Error *error)
{
    HttpUrl result = {.port = 80};
    const char *rest = url;
    if (strncasecmp(url, "https://", 8) == 0) {
        result.secure = true;
        result.port = 443;
        rest += 8;
    } else if (strncasecmp(url, "http://", 7) == 0) {
        rest += 7;
    } else {
        return error_set(error, ERROR_INVALID, "the server's url must begin with https://");
    }
    size_t size = strcspn(rest, "/?#\\");
    if (memchr(rest, '@', size)) // not repeated in the message: it may hold a password
        return error_set(error, ERROR_INVALID, "the server's url must not hold a user or password");
    bool bracketed;
    size_t used = 0;
    if (!parse_host(rest, size, &result, &bracketed, &used))
        return error_set(error, ERROR_INVALID, "the server's url '%.200s' has no valid host", url);
    char port[16] = "";
    if (used < size) {
        result.port = rest[used] == ':' ? parse_port(rest + used + 1, size - used - 1) : 0;
        if (result.port == 0)
            return error_set(error, ERROR_INVALID,
                             "the server's url '%.200s' has a bad host or port", url);
        snprintf(port, sizeof port, ":%d", result.port);
    }
    if (rest[size] != 0 && strcmp(rest + size, "/") != 0)
        return error_set(error, ERROR_INVALID,
                         "the server's url must end after the host '%s': no path", result.host);
    result.loopback = is_loopback(result.host);
    snprintf(result.base, sizeof result.base, "%s://%s%s%s%s", result.secure ? "https" : "http",
             bracketed ? "[" : "", result.host, bracketed ? "]" : "", port);
    *out = result;
    return true;
}

bool http_url_allowed(const char *url, Error *error)
{
    HttpUrl parsed;
    if (!http_url_parse(url, &parsed, error))
        return false;
    if (!parsed.secure && !parsed.loopback)
        return error_set(error, ERROR_INVALID,
                         "plain http is only for this machine: use https:// for '%s'", parsed.host);
    return true;
}
