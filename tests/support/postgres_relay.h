#pragma once

/// @file
/// A bad line to a PostgreSQL server: it passes on what each side says, and on request cuts the
/// connection at a chosen round trip, before or after the server has heard it. It is also how a
/// client reaches over TCP a server that listens on its unix socket only.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "core/assert.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {

class PostgresRelay final {
  public:
    enum class Cut : std::uint8_t {
        kNone,
        kBeforeTheServer,  ///< What was sent is lost, and both sides see the end.
        kAfterTheServer,   ///< The server does as it is told; the answer is lost.
        kUnseenByServer,   ///< What was sent is lost, and the server goes on waiting.
    };

    enum class Line : std::uint8_t {
        kSocket,  ///< A unix socket in folder().
        kTcp,     ///< A port() of 127.0.0.1.
    };

    /// @param server_folder  Where the server's socket is.
    explicit PostgresRelay(const std::string& server_folder, Line line = Line::kSocket)
        : server_(server_folder), listener_(line == Line::kTcp ? listen_on_tcp() : listen_here()) {
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }
    PostgresRelay(const PostgresRelay&) = delete;
    PostgresRelay& operator=(const PostgresRelay&) = delete;
    ~PostgresRelay() {
        thread_.request_stop();
        thread_.join();
        for (const int held : held_)
            ::close(held);
        ::close(listener_);
    }

    /// Returns the folder that a client is given as its host.
    std::string folder() const { return folder_.path().string(); }

    /// Returns the port that a client is given.
    /// @pre The line is kTcp.
    std::uint16_t port() const {
        sockaddr_in bound{};
        socklen_t size = sizeof bound;
        ARGOSY_ASSERT(::getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &size) == 0);
        return ntohs(bound.sin_port);
    }

    /// Cuts once, when the client sends for the n-th time from now on.
    void cut(Cut how, int sends) {
        sends_left_ = sends;
        how_ = how;
    }

    /// Whether the cut that was asked for has been made.
    bool has_cut() const { return how_ == Cut::kNone; }

  private:
    static constexpr int kLookMs = 20;

    static int make_socket() {
        const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ARGOSY_ASSERT(made >= 0);
        return made;
    }

    template <class Address>
    static int listen_at(int made, const Address& address) {
        ARGOSY_ASSERT(::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                      0);
        ARGOSY_ASSERT(::listen(made, 16) == 0);
        return made;
    }

    int listen_here() const { return listen_at(make_socket(), address_in(folder())); }

    static int listen_on_tcp() {
        const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ARGOSY_ASSERT(made >= 0);
        sockaddr_in loopback{};
        loopback.sin_family = AF_INET;
        loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return listen_at(made, loopback);
    }

    static sockaddr_un address_in(const std::string& folder) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder + "/.s.PGSQL.5432";
        ARGOSY_ASSERT(path.size() < sizeof address.sun_path);
        path.copy(address.sun_path, path.size());
        return address;
    }

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (!readable(listener_)) continue;
            const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            const int server = make_socket();
            const sockaddr_un address = address_in(server_);
            if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                0) {
                serve(client, server, stop);
            } else {
                ::close(server);
            }
            ::close(client);
        }
    }

    static bool readable(int socket) {
        pollfd one{.fd = socket, .events = POLLIN, .revents = 0};
        return ::poll(&one, 1, kLookMs) > 0;
    }

    // One client at a time is all that the tests have. @returns once either side has ended.
    void serve(int client, int server, const std::stop_token& stop) {
        std::array<pollfd, 2> both{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                                   pollfd{.fd = server, .events = POLLIN, .revents = 0}};
        while (!stop.stop_requested()) {
            if (::poll(both.data(), both.size(), kLookMs) <= 0) continue;
            if (both[1].revents != 0 && !pass(server, client)) break;
            if (both[0].revents == 0) continue;
            if (how_ != Cut::kNone && --sends_left_ == 0) {
                if (make_cut(client, server)) return;
                break;
            }
            if (!pass(client, server)) break;
        }
        ::close(server);
    }

    // @returns whether the server's side stays open.
    bool make_cut(int client, int server) {
        const Cut how = how_.exchange(Cut::kNone);
        if (how == Cut::kUnseenByServer) {
            held_.push_back(server);
            return true;
        }
        if (how == Cut::kAfterTheServer && pass(client, server)) {
            while (!readable(server)) {
            }
        }
        return false;
    }

    static bool pass(int from, int to) {
        std::array<char, 65'536> buffer;
        const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
        if (got <= 0) return false;
        for (ssize_t sent = 0; sent < got;) {
            const ssize_t more =
                ::send(to, buffer.data() + sent, std::size_t(got - sent), MSG_NOSIGNAL);
            if (more <= 0) return false;
            sent += more;
        }
        return true;
    }

    TemporaryFolder folder_;
    std::string server_;
    int listener_;
    std::vector<int> held_;
    std::atomic<Cut> how_ = Cut::kNone;
    std::atomic<int> sends_left_ = 0;
    std::jthread thread_;
};

}  // namespace argosy::tests
