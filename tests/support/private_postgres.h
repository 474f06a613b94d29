#pragma once

/// @file
/// A PostgreSQL server of this test binary's own: started when a test first asks for it, stopped
/// when the binary ends, however it ends. `tools/postgres` is what runs it.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "store/store_url.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {

class PrivatePostgres final {
  public:
    /// @pre available()
    static PrivatePostgres& instance() {
        static PrivatePostgres server;
        return server;
    }

    /// Whether PostgreSQL is installed on this machine; `tools/install test` sees to it.
    static bool available() {
        static const bool found = run("url /tmp").code != kExitNotInstalled;
        return found;
    }

    PrivatePostgres(const PrivatePostgres&) = delete;
    PrivatePostgres& operator=(const PrivatePostgres&) = delete;
    ~PrivatePostgres() { run("stop " + folder_.path().string()); }

    /// Makes an empty database.
    store::StoreUrl new_database() {
        const std::string name = fmt::format("argosy_{}", ++databases_);
        execute("CREATE DATABASE " + name);
        return url_of(name);
    }

    store::StoreUrl url_of(const std::string& database) const {
        return *store::StoreUrl::parse(
            fmt::format("postgresql://{}@/{}?host={}", user_, database, socket_folder()));
    }

    /// Returns the database that a url of this server names.
    static std::string name_of(const store::StoreUrl& url) {
        return url.shown().substr(url.shown().rfind('/') + 1);
    }

    std::string socket_folder() const { return folder_.file("socket"); }
    const std::string& user() const { return user_; }

    /// Runs one statement as the server's owner, outside of any database under test.
    void execute(const std::string& sql) const {
        const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
            PQconnectdb(url_of("postgres").target().reveal().c_str()), &PQfinish);
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(
            PQexec(connection.get(), sql.c_str()), &PQclear);
        const ExecStatusType status = PQresultStatus(result.get());
        ARGOSY_ASSERT(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
    }

    /// Ends every connection to a database and refuses new ones, until let_in().
    void lock_out(const store::StoreUrl& url) const {
        execute("ALTER DATABASE " + name_of(url) + " ALLOW_CONNECTIONS false");
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" +
                name_of(url) + "'");
    }
    void let_in(const store::StoreUrl& url) const {
        execute("ALTER DATABASE " + name_of(url) + " ALLOW_CONNECTIONS true");
    }

    /// Stops the server and starts it again; every connection is lost.
    void restart() { expect_done("restart"); }

    /// The same without a word of warning: what was not on its disk is lost.
    void crash() { expect_done("restart", "--crash"); }

  private:
    static constexpr int kExitNotInstalled = 4;

    struct Finished {
        int code;
        std::string out;
    };

    PrivatePostgres() {
        const Finished started =
            run(fmt::format("start {} --owner {}", folder_.path().string(), ::getpid()));
        ARGOSY_ASSERT(started.code == 0);
        constexpr std::string_view kScheme = "postgresql://";
        user_ = started.out.substr(kScheme.size(), started.out.find('@') - kScheme.size());
    }

    void expect_done(const std::string& command, const std::string& option = "") {
        ARGOSY_ASSERT(run(fmt::format("{} {} {}", command, folder_.path().string(), option)).code ==
                      0);
    }

    static Finished run(const std::string& arguments) {
        const std::string line = ARGOSY_SOURCE_DIR "/tools/postgres " + arguments;
        FILE* pipe = ::popen(line.c_str(), "r");
        ARGOSY_ASSERT(pipe != nullptr);
        Finished finished{};
        for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
            finished.out.push_back(char(c));
        }
        finished.code = WEXITSTATUS(::pclose(pipe));
        return finished;
    }

    TemporaryFolder folder_;
    std::string user_;
    int databases_ = 0;
};

/// Ends the test as skipped where there is no server to be had.
#define ARGOSY_NEEDS_POSTGRES()                                            \
    if (!::argosy::tests::PrivatePostgres::available()) {                  \
        GTEST_SKIP() << "PostgreSQL is not installed: tools/install test"; \
    }

}  // namespace argosy::tests
