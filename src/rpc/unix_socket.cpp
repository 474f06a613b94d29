#include "rpc/unix_socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

/// The kernel's limit, less the terminating zero.
constexpr std::size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

class Descriptor final {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    int get() const { return number_; }
    int release() { return std::exchange(number_, -1); }

  private:
    int number_;
};

Error configuration(std::string message) {
    return Error{ErrorCode::kConfiguration, std::move(message)};
}

std::string last_error() {
    return std::strerror(errno);
}

/// Connects and hangs up.
/// @returns 0 when somebody listens, else errno; `owner` is then the listener's user.
int try_connect(const std::string& path, uid_t& owner) {
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) return errno;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return errno;
    }
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return errno;
    owner = peer.uid;
    return 0;
}

bool is_trusted(uid_t owner) {
    return owner == ::geteuid() || owner == 0 || ::geteuid() == 0;
}

Result<void> prepare_folder(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (folder.empty()) return {};
    std::error_code ignored;  // mkdir() below says what is wrong.
    std::filesystem::create_directories(folder.parent_path(), ignored);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return configuration(
            fmt::format("cannot create the socket's folder {}: {}", folder.string(), last_error()));
    }
    struct stat found{};
    if (::stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) {
        return configuration(fmt::format("{} is not a folder", folder.string()));
    }
    if (!is_trusted(found.st_uid)) {
        return configuration(
            fmt::format("the socket's folder {} belongs to another user: name another socket",
                        folder.string()));
    }
    return {};
}

Result<void> remove_stale_socket(const std::string& path) {
    struct stat found{};
    if (::lstat(path.c_str(), &found) != 0) {
        if (errno == ENOENT) return {};
        return configuration(fmt::format("cannot look at {}: {}", path, last_error()));
    }
    if (!S_ISSOCK(found.st_mode)) {
        return configuration(fmt::format("{} exists and is not a socket: name another", path));
    }
    uid_t owner = 0;
    if (const int failure = try_connect(path, owner); failure == 0) {
        return Error{ErrorCode::kConflict, fmt::format("another daemon listens on {}", path)};
    }
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return configuration(fmt::format("cannot replace the socket {}: {}", path, last_error()));
    }
    return {};
}

}  // namespace

Result<void> check_socket_path(const std::string& path) {
    if (path.empty()) return configuration("the socket's path is empty");
    if (path.size() > kLongestPath) {
        return configuration(
            fmt::format("the socket's path has {} bytes, a unix socket's may have {}: {}",
                        path.size(), kLongestPath, path));
    }
    return {};
}

Result<void> check_listener(const std::string& path) {
    ARGOSY_CHECK(check_socket_path(path));
    uid_t owner = 0;
    const int failure = try_connect(path, owner);
    if (failure == EACCES || failure == EPERM) {
        return Error{ErrorCode::kUnauthorized,
                     fmt::format("the socket {} belongs to another user: name your own", path)};
    }
    if (failure != 0) {
        return Error{
            ErrorCode::kUnavailable,
            fmt::format("no daemon is listening on {}: start one with ./run daemon", path)};
    }
    if (!is_trusted(owner)) {
        return Error{
            ErrorCode::kUnauthorized,
            fmt::format("the listener on {} is another user's: name your own socket", path)};
    }
    return {};
}

Result<SocketClaim> SocketClaim::acquire(const std::string& path) {
    ARGOSY_CHECK(check_socket_path(path));
    ARGOSY_CHECK(prepare_folder(path));
    const std::string lock_path = path + ".lock";
    Descriptor lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (lock.get() < 0) {
        return configuration(fmt::format("cannot open {}: {}", lock_path, last_error()));
    }
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return Error{ErrorCode::kConflict, fmt::format("another daemon listens on {}", path)};
        }
        return configuration(fmt::format("cannot lock {}: {}", lock_path, last_error()));
    }
    // The lock settles it between daemons; the look at the socket catches a lock file that a
    // cleaner of /tmp removed under a living daemon.
    ARGOSY_CHECK(remove_stale_socket(path));
    return SocketClaim(path, lock.release());
}

SocketClaim::SocketClaim(SocketClaim&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

SocketClaim::~SocketClaim() {
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace argosy::rpc
