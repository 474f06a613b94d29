#include <fmt/format.h>

#include <boost/asio/io_context.hpp>

#include "core/real_clock.h"
#include "sim/http_front.h"
#include "sim/journal.h"
#include "sim/snapshot.h"

// The changes of a state file, carried out again.

namespace argosy::sim {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

class Replay {
  public:
    explicit Replay(Universe& universe)
        : universe_(universe),
          clock_(loop_.get_executor(), 0.0, universe.state().now),
          front_(universe, clock_, HttpFrontOptions{.rate_limited = false}),
          now_(universe.state().now) {}

    /// @error kRejected  It ended otherwise than it did.
    Result<void> carry_out(const JournalEntry& entry) {
        now_ = std::max(now_, entry.at);
        clock_.follow(entry.at, 0.0, core::Duration(0));
        if (entry.request) return carry_out(*entry.request);
        if (entry.shock) {
            const ShockEntry& shock = *entry.shock;
            return done(universe_.shock(shock.waypoint, shock.good, shock.units, entry.at));
        }
        if (entry.lost_ship) return done(universe_.lose_ship(*entry.lost_ship));
        if (entry.reset_date) universe_.reset(*entry.reset_date, entry.at);
        return {};
    }

    core::TimePoint now() const { return now_; }

  private:
    Result<void> carry_out(const RequestEntry& entry) {
        HttpRequest request;
        request.method = entry.method;
        request.target = entry.target;
        request.body = entry.body;
        if (!entry.body.empty()) request.headers["content-type"] = "application/json";
        const std::string token =
            entry.agent ? universe_.token_of(*entry.agent) : entry.account.value_or("");
        if (!token.empty()) request.headers["authorization"] = "Bearer " + token;
        const HttpResponse response = front_.handle(request);
        if (response.status == entry.status) return {};
        return Error{ErrorCode::kRejected,
                     fmt::format("{} {} was answered {}, and now {}: {}", entry.method,
                                 entry.target, entry.status, response.status, response.body)};
    }

    template <class T>
    static Result<void> done(const ApiResult<T>& result) {
        if (result) return {};
        return Error{ErrorCode::kRejected, "was done, and now: " + result.error().message};
    }

    Universe& universe_;
    boost::asio::io_context loop_{1};
    core::RealClock clock_;
    HttpFront front_;
    core::TimePoint now_;
};

Result<JournalEntry> parse_entry(const std::string& text, const std::string& place) {
    JsonReader problems(place);
    JournalEntry entry;
    const boost::json::value document = problems.parse(text);
    if (problems.ok()) RecordReader(problems).read(document, Place{nullptr, "change"}, entry);
    if (!problems.ok()) return problems.error();
    return entry;
}

}  // namespace

Result<std::optional<KeptUniverse>> read_kept_universe(StateFile& file) {
    ARGOSY_TRY(const std::vector<std::string> entries, file.read());
    if (entries.empty()) return std::optional<KeptUniverse>();
    ARGOSY_TRY(auto universe, read_snapshot(entries.front(), file.path() + " line 1"));
    Replay replay(*universe);
    for (std::size_t i = 1; i < entries.size(); ++i) {
        const std::string place = fmt::format("{} line {}", file.path(), i + 1);
        ARGOSY_TRY(const JournalEntry entry, parse_entry(entries[i], place));
        const auto done = replay.carry_out(entry);
        if (!done) {
            return Error{ErrorCode::kConfiguration,
                         fmt::format("{}: {}\nThe rules have changed since it was written: let "
                                     "the simulator that wrote it end by itself (SIGTERM), then "
                                     "start this one",
                                     place, done.error().message)};
        }
    }
    return std::optional(KeptUniverse{std::move(universe), replay.now()});
}

}  // namespace argosy::sim
