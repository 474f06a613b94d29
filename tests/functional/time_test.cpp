/// @file
/// A simulator's time stands still, jumps and goes on under a daemon that lives in it.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <string>

#include "tests/functional/deployment.h"

namespace argosy::tests {
namespace {

namespace asio = boost::asio;
using boost::json::object;

constexpr const char* kFrigate = "ARGOSY-1";
constexpr double kSpeed = 240;
constexpr std::int64_t kStep = 6 * 3600;

/// Sends one order to the admin interface and returns the data of its answer.
object set_time(const std::string& admin_url, const std::string& order) {
    const std::size_t colon = admin_url.rfind(':');
    asio::io_context loop;
    asio::ip::tcp::socket socket(loop);
    socket.connect(
        {asio::ip::address_v4::loopback(), std::uint16_t(std::stoi(admin_url.substr(colon + 1)))});
    asio::write(socket,
                asio::buffer(fmt::format("POST /time HTTP/1.1\r\nHost: h\r\n"
                                         "Content-Type: application/json\r\n"
                                         "Content-Length: {}\r\nConnection: close\r\n\r\n{}",
                                         order.size(), order)));
    std::string answer;
    boost::system::error_code closed;
    asio::read(socket, asio::dynamic_buffer(answer), closed);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    return boost::json::parse(answer.substr(answer.find("\r\n\r\n") + 4)).at("data").as_object();
}

double factor_of(const object& health) {
    return health.at("time_factor").to_number<double>();
}
std::int64_t now_of(const object& health) {
    return health.at("now").to_number<std::int64_t>();
}

TEST(Time, ADaemonStandsStillAndGoesOnWithItsServer) {
    Deployment deployment({.speed = kSpeed, .admin = true});
    deployment.start_daemon();
    deployment.register_agent();
    EXPECT_EQ(factor_of(deployment.ask({"health"})), kSpeed);

    set_time(deployment.admin_url(), R"({"freeze":true})");
    // The answers to these tell the daemon; one of them at least has something to ask.
    deployment.ask({"ship", "orbit", kFrigate});
    deployment.ask({"ship", "dock", kFrigate});
    const object still = deployment.ask({"health"});
    EXPECT_EQ(factor_of(still), 0);
    EXPECT_EQ(now_of(deployment.ask({"health"})), now_of(still));

    // From here on the daemon has nothing to ask for, and looks by itself.
    set_time(deployment.admin_url(), fmt::format(R"({{"step_seconds":{}}})", kStep));
    const object stepped = deployment.ask_until({"health"}, [&](const object& health) {
        return now_of(health) >= now_of(still) + kStep * 1'000;
    });
    EXPECT_EQ(factor_of(stepped), 0);

    set_time(deployment.admin_url(), R"({"speed":1000})");
    deployment.ask_until({"health"},
                         [](const object& health) { return factor_of(health) == 1'000; });
}

}  // namespace
}  // namespace argosy::tests
