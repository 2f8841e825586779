#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "backoffice/http_transport.h"
#include "loopback_server.h"
#include "support/own_network.h"
#include "support/unit_test.h"

static const HttpLimits quick = {
    .connect_ms = 2000, .total_ms = 5000, .silence_ms = 5000, .reply_max_bytes = 100000};
static LoopbackServer server;

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static HttpTransport transport_to(const char *host, int32_t port, const char *ca_file,
                                  const char *scheme)
{
    HttpCurlConfig config = {.clock = os_linux().clock};
    HttpTransport transport;
    Error error;
    snprintf(config.url, sizeof config.url, "%s://%s:%d/", scheme, host, port);
    snprintf(config.ca_file, sizeof config.ca_file, "%s", ca_file);
    if (!http_transport_curl_create(&config, &transport, &error))
        fail_msg("%s", error.message);
    return transport;
}

static HttpReply call(HttpTransport *transport, HttpLane lane, const char *path,
                      const HttpLimits *limits, HttpSink sink, void *sink_context)
{
    static int64_t number;
    static const char body[] = "{\"jsonrpc\":\"2.0\"}";
    HttpReply reply;
    number++;
    transport->start(transport->context, lane, number, path,
                     (Bytes){(const uint8_t *)body, sizeof body - 1}, limits, sink, sink_context);
    assert_true(transport->wait(transport->context, 20000, &reply));
    assert_int_equal(reply.call, number);
    return reply;
}

static HttpReply call_once(HttpLane lane, const char *path, const HttpLimits *limits)
{
    HttpTransport transport = transport_to("127.0.0.1", server.port, "", "http");
    HttpReply reply = call(&transport, lane, path, limits, NULL, NULL);
    reply.body = (Bytes){0};
    http_transport_curl_destroy(&transport);
    return reply;
}

static void urls_are_judged(void **state)
{
    (void)state;
    static const char *const good[] = {
        "https://odoo.example.com",
        "https://odoo.example.com/",
        "https://odoo.example.com:8443",
        "http://127.0.0.1:8069",
        "http://127.9.8.7",
        "http://localhost:8069/",
        "http://[::1]:8069",
        "https://[2001:db8::1]/",
        "HTTPS://EXAMPLE.COM",
        "https://xn--bcher-kva.example",
    };
    static const char *const bad[] = {
        "",
        "odoo.example.com",
        "ftp://odoo.example.com",
        "file:///etc/passwd",
        "http://odoo.example.com",
        "http://127.0.0.1.example.com",
        "http://128.0.0.1",
        "http://localhost.example.com",
        "http://127.1",
        "http://2130706433",
        "http://[::2]",
        "https://",
        "https:///",
        "https:/example.com",
        "https://user:secret@example.com",
        "http://127.0.0.1@example.com",
        "https://example.com:0",
        "https://example.com:99999",
        "https://example.com:80x",
        "https://example.com:",
        "https://example.com/odoo",
        "https://example.com/?db=x",
        "https://example.com#x",
        "https://exa mple.com",
        "https://example.com\r\nX: y",
        "https://example.com\\@127.0.0.1",
        "https://[::1",
        "https://[nonsense]",
        "https://..",
        "https://b\xfc.example",
    };
    Error error;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!http_url_allowed(good[i], &error))
            fail_msg("'%s': %s", good[i], error.message);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        if (http_url_allowed(bad[i], &error))
            fail_msg("'%s' is allowed", bad[i]);
        assert_int_equal(error.kind, ERROR_INVALID);
        assert_null(strstr(error.message, "secret"));
    }
    assert_false(http_url_allowed("http://odoo.example.com", &error));
    assert_non_null(strstr(error.message, "'odoo.example.com'"));
}

static void an_answer_comes_whole_with_its_time(void **state)
{
    (void)state;
    HttpTransport transport = transport_to("127.0.0.1", server.port, "", "http");
    for (int lane = 0; lane < HTTP_LANE_COUNT; lane++) {
        HttpReply reply = call(&transport, (HttpLane)lane, "/ok", &quick, NULL, NULL);
        assert_true(reply.ok);
        assert_int_equal(reply.status, 200);
        assert_int_equal(reply.body.size, 13);
        assert_memory_equal(reply.body.data, "{\"result\": 1}", 13);
        assert_int_equal(reply.server_unix_ms, 1795443177000);
    }
    http_transport_curl_destroy(&transport);
    assert_non_null(strstr(server.last_request, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(server.last_request, "\r\n\r\n{\"jsonrpc\":\"2.0\"}"));
    assert_null(strstr(server.last_request, "Expect:"));
}

static void half_answers_are_no_answers(void **state)
{
    (void)state;
    HttpReply reply = call_once(HTTP_LANE_WRITE, "/cut", &quick);
    assert_false(reply.ok);
    assert_int_equal(reply.error.kind, ERROR_NETWORK);
    assert_string_equal(reply.error.message, "the answer of '127.0.0.1' was cut off");
    HttpTransport transport = transport_to("127.0.0.1", server.port, "", "http");
    reply = call(&transport, HTTP_LANE_WRITE, "/half-header", &quick, NULL, NULL);
    assert_true(!reply.ok ||
                reply.body.size == 0); // libcurl takes it for an empty answer, which is no JSON
    http_transport_curl_destroy(&transport);
}

static void limits_hold(void **state)
{
    (void)state;
    HttpLimits limits = quick;
    HttpReply reply = call_once(HTTP_LANE_READ, "/huge", &limits);
    assert_false(reply.ok);
    assert_int_equal(reply.error.kind, ERROR_LIMIT);
    reply = call_once(HTTP_LANE_READ, "/announced", &limits);
    assert_int_equal(reply.error.kind, ERROR_LIMIT);
    limits.total_ms = 300;
    int64_t began = now_ms();
    reply = call_once(HTTP_LANE_READ, "/hang", &limits);
    assert_false(reply.ok);
    assert_int_equal(reply.error.kind, ERROR_NETWORK);
    assert_true(now_ms() - began < 2000);
    limits = (HttpLimits){
        .connect_ms = 2000, .total_ms = 20000, .silence_ms = 1000, .reply_max_bytes = 10000};
    began = now_ms();
    reply = call_once(HTTP_LANE_READ, "/silent", &limits);
    assert_false(reply.ok);
    assert_non_null(strstr(reply.error.message, "was silent for 1 s"));
    assert_true(now_ms() - began < 10000);
}

static void nobody_listening_is_said_plainly(void **state)
{
    (void)state;
    LoopbackServer gone;
    loopback_server_start(&gone);
    loopback_server_stop(&gone);
    HttpTransport transport = transport_to("127.0.0.1", gone.port, "", "http");
    HttpReply reply = call(&transport, HTTP_LANE_READ, "/ok", &quick, NULL, NULL);
    http_transport_curl_destroy(&transport);
    assert_int_equal(reply.error.kind, ERROR_NETWORK);
    assert_non_null(strstr(reply.error.message, "cannot connect to '127.0.0.1' port"));
    assert_non_null(strstr(reply.error.message, "connection refused"));
}

static void redirects_are_not_followed(void **state)
{
    (void)state;
    int before = atomic_load(&server.requests);
    HttpReply reply = call_once(HTTP_LANE_READ, "/redirect", &quick);
    assert_true(reply.ok);
    assert_int_equal(reply.status, 302);
    assert_int_equal(atomic_load(&server.requests), before + 1);
}

// A kept connection would make libcurl repeat a POST that got no answer.
static void a_write_goes_out_once(void **state)
{
    (void)state;
    HttpTransport transport = transport_to("127.0.0.1", server.port, "", "http");
    int before = atomic_load(&server.requests);
    assert_true(call(&transport, HTTP_LANE_WRITE, "/ok", &quick, NULL, NULL).ok);
    HttpReply reply = call(&transport, HTTP_LANE_WRITE, "/close", &quick, NULL, NULL);
    assert_false(reply.ok);
    assert_int_equal(atomic_load(&server.requests), before + 2);
    http_transport_curl_destroy(&transport);
}

static bool take(void *context, Bytes piece, Error *error)
{
    size_t *left = context;
    if (piece.size > *left)
        return error_set(error, ERROR_CORRUPT, "this can't be read");
    *left -= piece.size;
    return true;
}

static void a_sink_takes_pieces_and_can_say_no(void **state)
{
    (void)state;
    HttpTransport transport = transport_to("127.0.0.1", server.port, "", "http");
    size_t room = 100;
    HttpReply reply = call(&transport, HTTP_LANE_READ, "/ok", &quick, take, &room);
    assert_true(reply.ok);
    assert_int_equal(room, 87);
    assert_int_equal(reply.body.size, 0);
    reply = call(&transport, HTTP_LANE_READ, "/html", &quick, take, &room); // not for the sink
    assert_true(reply.ok);
    assert_int_equal(reply.status, 502);
    assert_int_equal(room, 87);
    assert_int_equal(reply.body.size, 6);
    room = 1;
    reply = call(&transport, HTTP_LANE_READ, "/ok", &quick, take, &room);
    assert_false(reply.ok);
    assert_int_equal(reply.error.kind, ERROR_CORRUPT);
    assert_string_equal(reply.error.message, "this can't be read");
    http_transport_curl_destroy(&transport);
}

static void *wake_soon(void *context)
{
    const HttpTransport *transport = context;
    usleep(50000);
    transport->wake(transport->context);
    return NULL;
}

static void a_wait_ends_by_a_bell_and_a_call_by_cancel(void **state)
{
    (void)state;
    HttpTransport transport = transport_to("127.0.0.1", server.port, "", "http");
    HttpReply reply;
    pthread_t thread;
    transport.start(transport.context, HTTP_LANE_READ, 1, "/hang",
                    (Bytes){(const uint8_t *)"{}", 2}, &quick, NULL, NULL);
    assert_int_equal(pthread_create(&thread, NULL, wake_soon, &transport), 0);
    int64_t began = now_ms();
    assert_false(transport.wait(transport.context, 4000, &reply));
    assert_true(now_ms() - began < 2000);
    pthread_join(thread, NULL);
    transport.cancel(transport.context, HTTP_LANE_READ);
    assert_false(transport.wait(transport.context, 0, &reply));
    assert_true(
        call(&transport, HTTP_LANE_READ, "/ok", &quick, NULL, NULL).ok); // the lane is free again
    http_transport_curl_destroy(&transport);
}

/* TLS: a server of the Python that the demo back office needs too, with certificates made here and
 * now. */

static char folder[] = "/tmp/kiosk-tls-XXXXXX";

static pid_t tls_server(const char *certificate, int32_t *out_port)
{
    static const char script[] =
        "import http.server, ssl, sys\n"
        "class H(http.server.BaseHTTPRequestHandler):\n"
        "    def do_POST(self):\n"
        "        self.rfile.read(int(self.headers['Content-Length']))\n"
        "        self.send_response(200); self.send_header('Content-Length', '2'); "
        "self.end_headers()\n"
        "        self.wfile.write(b'{}')\n"
        "    def log_message(self, *a): pass\n"
        "s = http.server.HTTPServer(('127.0.0.1', 0), H)\n"
        "c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); c.load_cert_chain(sys.argv[1], sys.argv[2])\n"
        "s.socket = c.wrap_socket(s.socket, server_side=True)\n"
        "print(s.server_port, flush=True)\n"
        "s.serve_forever()\n";
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        char key[128];
        snprintf(key, sizeof key, "%s/key.pem", folder);
        dup2(pipes[1], 1);
        close(pipes[0]);
        close(pipes[1]);
        FILE *quiet = freopen("/dev/null", "w", stderr);
        (void)quiet;
        execlp("python3", "python3", "-c", script, certificate, key, (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    FILE *output = fdopen(pipes[0], "r");
    if (fscanf(output, "%d", out_port) != 1)
        *out_port = 0;
    fclose(output);
    return child;
}

static bool make_certificate(const char *name, const char *subject_alternative)
{
    char command[800];
    snprintf(
        command, sizeof command,
        "cd %s && { [ -f key.pem ] || openssl ecparam -genkey -name prime256v1 -out key.pem; } && "
        "openssl req -x509 -new -key key.pem -days 2 -subj /CN=test -addext subjectAltName=%s -out "
        "%s.pem",
        folder, subject_alternative, name);
    strcat(command, " 2>/dev/null >/dev/null");
    return system(command) == 0;
}

static HttpReply tls_call(const char *certificate, const char *trusted)
{
    char path[128], ca[128] = "";
    int32_t port;
    snprintf(path, sizeof path, "%s/%s.pem", folder, certificate);
    if (trusted)
        snprintf(ca, sizeof ca, "%s/%s.pem", folder, trusted);
    pid_t child = tls_server(path, &port);
    assert_true(port > 0);
    HttpTransport transport = transport_to("127.0.0.1", port, ca, "https");
    HttpReply reply = call(&transport, HTTP_LANE_WRITE, "/jsonrpc", &quick, NULL, NULL);
    reply.body = (Bytes){0};
    http_transport_curl_destroy(&transport);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    return reply;
}

static void certificates_are_always_checked(void **state)
{
    (void)state;
    if (system("command -v openssl >/dev/null && command -v python3 >/dev/null") != 0) {
        print_message("skipped: no openssl or python3 to make a server with\n");
        skip();
    }
    assert_non_null(mkdtemp(folder));
    assert_true(make_certificate("right", "IP:127.0.0.1"));
    assert_true(make_certificate("other", "DNS:other.example.com"));
    HttpReply reply = tls_call("right", "right");
    if (!reply.ok)
        fail_msg("%s", reply.error.message);
    reply = tls_call("right", NULL); // nobody vouches for it
    assert_false(reply.ok);
    assert_int_equal(reply.error.kind, ERROR_REFUSED);
    assert_non_null(strstr(reply.error.message, "the certificate of '127.0.0.1' is not accepted"));
    reply = tls_call("other", "other");
    assert_false(reply.ok);
    assert_int_equal(reply.error.kind, ERROR_REFUSED);
    assert_string_equal(reply.error.message, "the certificate of '127.0.0.1' is for another host");
    reply = tls_call("right", "missing");
    assert_int_equal(reply.error.kind, ERROR_REFUSED);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static int start_server(void **state)
{
    (void)state;
    loopback_server_start(&server);
    return 0;
}

static int stop_server(void **state)
{
    (void)state;
    loopback_server_stop(&server);
    return 0;
}

enum { OWN_NETWORK_OK, OWN_NETWORK_WRONG, OWN_NETWORK_NONE };

static int wait_in_an_own_network(void)
{
    HttpReply reply;
    if (!own_network_enter())
        return OWN_NETWORK_NONE;
    HttpTransport transport = transport_to("127.0.0.1", server.port, "", "http");
    bool early = transport.network_changed(transport.context);
    bool ok = own_network_loopback(true) && !transport.wait(transport.context, 60000, &reply) &&
              transport.network_changed(transport.context);
    bool again = transport.network_changed(transport.context);
    http_transport_curl_destroy(&transport);
    return ok && !early && !again ? OWN_NETWORK_OK : OWN_NETWORK_WRONG;
}

static void a_network_that_comes_ends_a_wait(void **state)
{
    (void)state;
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(wait_in_an_own_network());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == OWN_NETWORK_NONE) {
        print_message("this machine gives no network to play with\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), OWN_NETWORK_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_that_comes_ends_a_wait),
        cmocka_unit_test(urls_are_judged),
        cmocka_unit_test(an_answer_comes_whole_with_its_time),
        cmocka_unit_test(half_answers_are_no_answers),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(nobody_listening_is_said_plainly),
        cmocka_unit_test(redirects_are_not_followed),
        cmocka_unit_test(a_write_goes_out_once),
        cmocka_unit_test(a_sink_takes_pieces_and_can_say_no),
        cmocka_unit_test(a_wait_ends_by_a_bell_and_a_call_by_cancel),
        cmocka_unit_test(certificates_are_always_checked),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
