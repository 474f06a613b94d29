#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "core/real_clock.h"
#include "kernel/doctor.h"
#include "live/http_game.h"
#include "store/open_store.h"
#include "store/sqlite_engine.h"
#include "store/threaded_store.h"

namespace argosy::kernel {
namespace {

// Whoever asks is waiting.
constexpr live::RetryPolicy kOneLook{.attempts = 2, .deadline = std::chrono::seconds(10)};

// What goes wrong is in the findings.
class Silence final : public core::LogSink {
  public:
    void write(const core::LogEvent&) override {}
};

/// Opens the database as it is, or an empty one in its place: a look makes no file.
/// @returns nothing where there is none yet
Result<std::unique_ptr<store::Engine>> open_as_it_is(const store::StoreUrl& url) {
    const bool is_file = url.kind() == store::StoreUrl::Kind::kSqlite;
    std::error_code unreadable;
    if (is_file && !std::filesystem::exists(url.shown(), unreadable)) {
        return std::unique_ptr<store::Engine>();
    }
    return store::open_store(url);
}

// Connections kept for a next request would keep the loop alive.
Task<void> run_examination(Subject subject, boost::asio::io_context& io, Findings& findings) {
    findings = co_await examine(std::move(subject));
    io.stop();
}

}  // namespace

Findings examine_alone(const Config& config) {
    Findings before;
    auto engine = open_as_it_is(config.store);
    if (!engine) {
        before.push_back({Finding::Level::kProblem, "database", engine.error().message,
                          "mend it, or name another: store.url"});
    } else if (*engine == nullptr) {
        before.push_back(
            {Finding::Level::kOk, "database",
             fmt::format("{} is not there yet: the daemon makes it", config.store.shown()), ""});
    }
    // Where there is no database the rest is still looked at, over an empty one.
    const bool stands_in = !before.empty();
    if (stands_in) {
        engine = store::open_sqlite(std::string(store::kInMemory));
        if (!engine || !store::migrate(**engine)) return before;
    }

    boost::asio::io_context io{1};
    core::RealClock machine(io.get_executor());
    Silence silence;
    core::Log log(machine, silence);
    store::ThreadedStore store(*std::move(engine), io.get_executor());
    const auto port = [&] {
        return live::HttpGame::create(io.get_executor(), machine, log,
                                      {.base_url = config.base_url, .retries = kOneLook});
    };
    auto game = port();
    if (!game) {
        before.push_back(
            {Finding::Level::kProblem, "game", game.error().message, "correct game.base_url"});
        return before;
    }
    const auto ask_agent = [&game](Player player) {
        (*game)->use_agent_token(player.token);
        return (*game)->my_agent();
    };
    Findings findings;
    core::spawn(io.get_executor(),
                run_examination({store, config.store, **game, machine, ask_agent}, io, findings));
    io.run();
    if (stands_in) findings.erase(findings.begin());
    before.insert(before.end(), findings.begin(), findings.end());
    return before;
}

}  // namespace argosy::kernel
