#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <map>
#include <optional>

#include "core/rng.h"
#include "core/virtual_loop.h"
#include "sim/http_front.h"
#include "sim/http_server.h"
#include "tests/support/seed.h"

namespace argosy::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::RandomStream;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
const core::TimePoint kStart = core::from_millis(1'744'200'000'000);
constexpr int kRequests = 5'000;
constexpr int kByteSequences = 400;

std::uint64_t run_seed() {
    static const std::uint64_t seed = tests::seed_of_this_run();
    return seed;
}

/// Requests that are nearly right: real routes, fields and symbols, and now and then something
/// else in their place.
class Mutator {
  public:
    explicit Mutator(RandomStream stream, std::string token)
        : stream_(stream), token_(std::move(token)) {}

    HttpRequest request() {
        const Route& route = pick(all_routes());
        HttpRequest request;
        request.method = std::string(chance(20) ? pick(kMethods) : route.method);
        request.target = "/v2" + path(route.pattern) + query();
        if (chance(20)) spoil(request.target);
        request.remote_address = "127.0.0.1";
        if (!chance(10)) request.headers["authorization"] = "Bearer " + token();
        if (!chance(20)) request.headers["content-type"] = "application/json";
        if (chance(60)) request.headers["content-type"] = word();
        if (route.method != "GET" || chance(10)) request.body = body();
        return request;
    }

    std::string bytes() {
        const HttpRequest from = request();
        std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: h\r\n", from.method, from.target);
        for (const auto& [name, content] : from.headers)
            text += fmt::format("{}: {}\r\n", name, content);
        if (chance(4)) text += "Transfer-Encoding: chunked\r\n";
        if (!chance(4)) text += fmt::format("Content-Length: {}\r\n", from.body.size());
        text += "\r\n" + from.body;
        for (std::int64_t i = stream_.uniform(0, 6); i > 0; --i)
            spoil(text);
        return text;
    }

  private:
    bool chance(std::int64_t of) { return stream_.uniform(1, of) == 1; }
    template <class List>
    auto pick(const List& list) -> decltype(list[0]) {
        return list[std::size_t(stream_.uniform(0, std::int64_t(std::size(list)) - 1))];
    }

    void spoil(std::string& text) {
        if (text.empty()) return;
        const auto at = std::size_t(stream_.uniform(0, std::int64_t(text.size()) - 1));
        switch (stream_.uniform(0, 3)) {
            case 0:
                text[at] = char(stream_.uniform(0, 255));
                break;
            case 1:
                text.erase(at, std::size_t(stream_.uniform(1, 8)));
                break;
            case 2:
                text.insert(at, word());
                break;
            default:
                text.insert(at, text.substr(at, std::size_t(stream_.uniform(1, 32))));
        }
    }

    std::string word() { return std::string(pick(kWords)); }

    std::string path(std::string_view pattern) {
        std::string result;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern.substr(i, 2) != "{}") {
                result += pattern[i];
                continue;
            }
            result += word();
            ++i;
        }
        return result;
    }

    std::string query() {
        if (!chance(4)) return "";
        return fmt::format("?{}={}&{}={}", pick(kParameters), word(), pick(kParameters),
                           stream_.uniform(-2, 25));
    }

    std::string token() {
        std::string token = token_;
        if (chance(10)) spoil(token);
        if (chance(30)) token = word();
        return token;
    }

    std::string body() {
        object fields;
        for (const std::string_view name : kFields) {
            if (!chance(3)) fields[name] = content(0);
        }
        std::string text =
            boost::json::serialize(chance(30) ? content(0) : value(std::move(fields)));
        if (chance(8)) spoil(text);
        if (chance(100)) text = std::string(200, '[');
        return chance(30) ? "" : text;
    }

    value content(int depth) {
        switch (stream_.uniform(0, depth > 2 ? 8 : 11)) {
            case 0:
                return nullptr;
            case 1:
                return chance(2);
            case 2:
                return stream_.uniform(INT64_MIN, INT64_MAX);
            case 3:
                return stream_.uniform(-2, 100);
            case 4:
                return 1e300;
            case 5:
                return std::uint64_t(1) << 63;
            case 9:
                return array{content(depth + 1), content(depth + 1)};
            case 10:
                return object{{pick(kFields), content(depth + 1)}};
            default:
                return value(word());
        }
    }

    static constexpr std::array<std::string_view, 8> kMethods = {
        "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "get"};
    static constexpr std::array<std::string_view, 10> kParameters = {
        "page", "limit", "traits", "type", "traits[]", "", "%00", "a%", "page[]", "limit"};
    static constexpr std::array<std::string_view, 16> kFields = {
        "symbol",     "faction",  "units",     "waypointSymbol", "shipSymbol", "tradeSymbol",
        "flightMode", "shipType", "fromCargo", "produce",        "signature",  "deposits",
        "expiration", "size",     "survey",    "email"};
    static constexpr std::array<std::string_view, 34> kWords = {"FUZZER-1",
                                                                "FUZZER-2",
                                                                "FUZZER-3",
                                                                "FUZZER",
                                                                "COSMIC",
                                                                "X1-AD75",
                                                                "X1-AD75-A1",
                                                                "X1-AD75-H52",
                                                                "X1-AD75-I56",
                                                                "X1-AD75-B7",
                                                                "X1-ZZ9",
                                                                "X1",
                                                                "-",
                                                                "",
                                                                "FUEL",
                                                                "FOOD",
                                                                "IRON_ORE",
                                                                "IRON",
                                                                "CRUISE",
                                                                "DRIFT",
                                                                "BURN",
                                                                "SHIP_PROBE",
                                                                "SHIP_MINING_DRONE",
                                                                "MOUNT_MINING_LASER_I",
                                                                "MODULE_CARGO_HOLD_I",
                                                                "MARKETPLACE",
                                                                "../..",
                                                                "%FF%00",
                                                                "{}",
                                                                "\xc3\x28",
                                                                "9223372036854775808",
                                                                "-1",
                                                                "99999999999999999999999999999999",
                                                                "SMALL"};

    RandomStream stream_;
    std::string token_;
};

class HttpFuzz : public testing::Test {
  protected:
    HttpFuzz() {
        UniverseOptions options;
        options.start = kStart;
        auto universe = Universe::create(recorded_scenario(), std::move(options));
        ARGOSY_ASSERT(universe.ok());
        universe_ = *std::move(universe);
        front_.emplace(*universe_, loop_.clock(), HttpFrontOptions{.rate_limited = false});
        const auto made = universe_->register_agent("account", "FUZZER", "COSMIC", kStart);
        ARGOSY_ASSERT(made.ok());
        token_ = made->token;
    }

    Mutator mutator(std::string_view name) const {
        return Mutator(core::Rng(run_seed()).stream(name), token_);
    }

    core::VirtualLoop loop_{kStart};
    std::unique_ptr<Universe> universe_;
    std::optional<HttpFront> front_;
    std::string token_;
};

void expect_sound(const HttpResponse& response, const std::string& what) {
    ASSERT_GE(response.status, 200) << what;
    ASSERT_LT(response.status, 500) << what << "\n" << response.body;
    if (response.status == 204) {
        ASSERT_EQ(response.body, "") << what;
        return;
    }
    boost::system::error_code error;
    const value json = boost::json::parse(response.body, error);
    ASSERT_FALSE(error) << what << "\n" << response.body;
    if (response.status < 300) return;
    const value& refusal = json.at("error");
    ASSERT_TRUE(refusal.at("code").is_int64()) << what;
    ASSERT_FALSE(refusal.at("message").as_string().empty()) << what;
    ASSERT_EQ(refusal.at("requestId").as_string().size(), 36u) << what;
}

TEST_F(HttpFuzz, RequestsThatAreNearlyRightAreAnsweredOrRefused) {
    Mutator mutator = this->mutator("requests");
    core::TimePoint now = kStart;
    std::map<int, int> statuses;
    for (int i = 0; i < kRequests; ++i) {
        const HttpRequest request = mutator.request();
        const HttpResponse response = front_->handle(request);
        const std::string what = fmt::format("seed {} request {}: {} {}\n{}", run_seed(), i,
                                             request.method, request.target, request.body);
        ASSERT_NO_FATAL_FAILURE(expect_sound(response, what));
        ++statuses[response.status];
        if (i % 50 != 0) continue;
        now += std::chrono::minutes(7);
        core::spawn(loop_.executor(), loop_.clock().sleep_until(now));
        loop_.run_until(now);
    }
    // The mutations are mild enough for both.
    EXPECT_GT(statuses[200] + statuses[201], kRequests / 20);
    EXPECT_GT(statuses[422], kRequests / 50);
}

core::Task<void> send_bytes(tcp::endpoint server, std::string bytes,
                            std::optional<std::string>& answer) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(server, kTuple);
    co_await asio::async_write(socket, asio::buffer(bytes), kTuple);
    boost::system::error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
    std::string heard;
    co_await asio::async_read(socket, asio::dynamic_buffer(heard), kTuple);
    answer = heard;
}

TEST_F(HttpFuzz, BytesThatAreNearlyHttpAreAnsweredOrRefused) {
    asio::io_context loop{1};
    auto server = HttpServer::listen(loop.get_executor(), "127.0.0.1", 0, *front_);
    ASSERT_TRUE(server.ok()) << server.error().message;
    const tcp::endpoint address(asio::ip::address_v4::loopback(), (*server)->port());
    Mutator mutator = this->mutator("bytes");
    int answered = 0;
    for (int i = 0; i < kByteSequences; ++i) {
        const std::string bytes = mutator.bytes();
        std::optional<std::string> answer;
        core::spawn(loop.get_executor(), send_bytes(address, bytes, answer));
        while (!answer)
            loop.run_one();
        const std::string what =
            fmt::format("seed {} sequence {}:\n{}\n{}", run_seed(), i, bytes, *answer);
        ASSERT_FALSE(answer->starts_with("HTTP/1.1 5")) << what;
        if (answer->empty()) continue;
        ASSERT_TRUE(answer->starts_with("HTTP/1.1 ")) << what;
        ++answered;
    }
    EXPECT_GT(answered, kByteSequences / 2);
    while ((*server)->connections() > 0)
        loop.run_one();
}

}  // namespace
}  // namespace argosy::sim
