#pragma once

/// @file
/// One request over one connection, for tests that speak to a program without a client of ours.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <string>

namespace argosy::tests {

struct PlainRequest {
    std::string method = "GET";
    std::string path;  ///< Behind the url's own.
    std::string token;
    std::string body;
};

struct PlainText {
    int status = 0;  ///< 0: the connection ended without an answer.
    std::string body;
};

struct PlainAnswer {
    int status = 0;  ///< 0: the connection ended without one.
    boost::json::value body;
};

/// @param url  "http://127.0.0.1:8080/v2"
inline PlainText exchange_text(const std::string& url, const PlainRequest& request) {
    const std::size_t colon = url.rfind(':');
    const std::size_t slash = std::min(url.find('/', colon), url.size());
    const auto port = std::uint16_t(std::stoi(url.substr(colon + 1, slash - colon - 1)));
    boost::asio::io_context loop;
    boost::asio::ip::tcp::socket socket(loop);
    boost::system::error_code error;
    socket.connect({boost::asio::ip::address_v4::loopback(), port}, error);
    if (error) return {};
    std::string text = fmt::format("{} {}{} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n",
                                   request.method, url.substr(slash), request.path);
    if (!request.token.empty()) text += fmt::format("Authorization: Bearer {}\r\n", request.token);
    if (!request.body.empty()) text += "Content-Type: application/json\r\n";
    text += fmt::format("Content-Length: {}\r\n\r\n{}", request.body.size(), request.body);
    boost::asio::write(socket, boost::asio::buffer(text), error);
    std::string answer;
    boost::asio::read(socket, boost::asio::dynamic_buffer(answer), error);
    constexpr std::size_t kStatusAt = std::string_view("HTTP/1.1 ").size();
    const std::size_t blank = answer.find("\r\n\r\n");
    if (blank == std::string::npos) return {};
    return {std::stoi(answer.substr(kStatusAt)), answer.substr(blank + 4)};
}

/// The same, for answers in JSON.
inline PlainAnswer exchange(const std::string& url, const PlainRequest& request) {
    const PlainText answer = exchange_text(url, request);
    return {answer.status,
            answer.body.empty() ? boost::json::value() : boost::json::parse(answer.body)};
}

}  // namespace argosy::tests
