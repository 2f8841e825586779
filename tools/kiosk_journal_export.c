// kiosk-journal export: orders as a file, or to standard output.
#include <stdio.h>
#include <string.h>

#include "backoffice/order_export.h"
#include "kiosk_journal_tool.h"

static bool write_standard(void *context, const void *bytes, size_t size, Error *error)
{
    (void)context;
    return fwrite(bytes, 1, size, stdout) == size ||
           error_set(error, ERROR_IO, "cannot write to standard output");
}

int32_t tool_export(Tool *tool, Error *error)
{
    OrderExportWish wish = {.paid = !tool->unpaid,
                            .unpaid = !tool->paid,
                            .msgpack = tool->msgpack,
                            .lane = tool->lane ? tool->lane : ""};
    OrderExportCounts counts;
    if (tool->since && !tool_read_date(tool->since, &wish.since_unix_ms, error))
        return 1;
    bool ok = tool->out
                  ? order_export_file(&tool->os, tool->directory, &wish, tool->out, &counts, error)
                  : order_export_write(&tool->os, tool->directory, &wish,
                                       (OrderExportSink){write_standard, NULL}, &counts, error);
    if (ok && fflush(stdout) != 0)
        ok = error_set(error, ERROR_IO, "cannot write to standard output");
    if (!ok)
        return 1;
    if (tool->out)
        printf("%d paid, the digests of %d more, %d unpaid\n", (int)counts.paid,
               (int)counts.digested, (int)counts.unpaid);
    if (counts.break_count == 0)
        return 0;
    error_set(error, ERROR_CORRUPT,
              "exported what can be read, but the journal is not as it was written: %s",
              counts.first_break);
    return 1;
}
