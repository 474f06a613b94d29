#include "kernel/replay.h"

#include "kernel/front_wire.h"
#include "live/http_game.h"
#include "sim/sim_game.h"

namespace argosy::kernel {
namespace {

using live::HttpAnswer;
using live::HttpRequest;

constexpr core::Duration kForEver = std::chrono::hours(24 * 365 * 100);

Exchange sent(const HttpRequest& request, core::TimePoint now) {
    return {.sent_at = now,
            .method = std::string(request.method),
            .path = request.path,
            .body = request.body};
}

// The simulator behind its HTTP front, and a wire that is as slow as SimGame's, which keeps what
// goes over it.
class RecordedWire final : public live::Transport {
  public:
    RecordedWire(sim::Universe& universe, const core::Runtime& runtime, RecordingWriter& writer)
        : runtime_(runtime),
          latency_(runtime.rng.stream("latency")),
          front_(universe, runtime.clock, {.rate_limited = true}),
          writer_(writer) {}

    Task<Result<HttpAnswer>> send(HttpRequest request) override {
        Exchange exchange = sent(request, runtime_.now());
        const core::Duration there = exchange.way_there = way();
        const core::Duration back = exchange.way_back = way();
        const std::size_t number = writer_.sent(std::move(exchange));
        co_await runtime_.clock.sleep_for(there);
        HttpAnswer answer = ask(front_, request);
        writer_.answered(number, answer);
        co_await runtime_.clock.sleep_for(back);
        co_return answer;
    }

  private:
    core::Duration way() {
        return core::Duration(latency_.uniform(sim::SimGame::kLeastLatency.count(),
                                               sim::SimGame::kMostLatency.count()));
    }

    const core::Runtime& runtime_;
    core::RandomStream latency_;
    sim::HttpFront front_;
    RecordingWriter& writer_;
};

// What has become of a replay; it outlives the process that is replayed.
struct Progress {
    std::size_t asked = 0;
    std::optional<Divergence> divergence;
};

// Answers as was recorded, and never where no answer was. From the first other request on there is
// no answer to anything.
class ReplayedWire final : public live::Transport {
  public:
    ReplayedWire(const Recording& recording, const core::Runtime& runtime, Progress& progress)
        : recording_(recording), runtime_(runtime), progress_(progress) {}

    Task<Result<HttpAnswer>> send(HttpRequest request) override {
        const Exchange* exchange = find(sent(request, runtime_.now()));
        if (exchange == nullptr || !exchange->answer) {
            co_await runtime_.clock.sleep_for(kForEver);
            co_return core::Error{core::ErrorCode::kUnavailable, "nothing was recorded"};
        }
        co_await runtime_.clock.sleep_for(exchange->way_there);
        co_await runtime_.clock.sleep_for(exchange->way_back);
        co_return *exchange->answer;
    }

  private:
    const Exchange* find(const Exchange& asked) {
        if (progress_.divergence) return nullptr;
        const std::size_t number = progress_.asked;
        const bool is_over = number == recording_.exchanges.size();
        const std::string expected =
            is_over ? "no more requests" : recording_.exchanges[number].request();
        if (is_over || expected != asked.request()) {
            progress_.divergence = {number, expected, asked.request()};
            return nullptr;
        }
        ++progress_.asked;
        return &recording_.exchanges[number];
    }

    const Recording& recording_;
    const core::Runtime& runtime_;
    Progress& progress_;
};

std::unique_ptr<game::GamePort> game_over(std::unique_ptr<live::Transport> wire,
                                          const core::Runtime& runtime) {
    return std::make_unique<live::HttpGame>(
        std::make_unique<live::ApiClient>(std::move(wire), runtime.clock, runtime.log));
}

// The bound is worked out from the universe itself, which a replay has not.
StrategyTrial without_bound(StrategyTrial trial) {
    trial.bound = BoundOf::kNothing;
    return trial;
}

}  // namespace

Result<StrategyResult> record_strategy(const StrategyTrial& trial, const std::string& file) {
    ARGOSY_TRY(const auto writer, RecordingWriter::create(file, trial));
    ARGOSY_TRY(StrategyResult result,
               try_strategy(without_bound(trial), [&](sim::Universe& universe,
                                                      const core::Runtime& runtime) {
                   return game_over(std::make_unique<RecordedWire>(universe, runtime, *writer),
                                    runtime);
               }));
    ARGOSY_CHECK(writer->finish(result.decision_hash));
    return result;
}

Result<Replay> replay(const Recording& recording, const StrategyTrial& trial) {
    Progress progress;
    const auto result =
        try_strategy(without_bound(trial), [&](sim::Universe&, const core::Runtime& runtime) {
            return game_over(std::make_unique<ReplayedWire>(recording, runtime, progress), runtime);
        });
    Replay replayed{.divergence = std::move(progress.divergence),
                    .requests = progress.asked,
                    .decision_hash = {}};
    if (replayed.divergence) return replayed;
    if (!result) return result.error();
    if (progress.asked < recording.exchanges.size()) {
        replayed.divergence = {progress.asked, recording.exchanges[progress.asked].request(),
                               "no more requests"};
        return replayed;
    }
    replayed.decision_hash = result->decision_hash;
    return replayed;
}

}  // namespace argosy::kernel
