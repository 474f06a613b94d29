#pragma once

/// @file
/// How whoever runs a simulator meddles with it: its time, faults, shocks, lost ships, a reset of
/// the universe, and what is really so. JSON over HTTP, on a port of its own that only this machine
/// can reach; answers and refusals have the form of the public API.
/// docs/reference/simulator-server.md lists the routes with examples.

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/real_clock.h"
#include "sim/faults.h"
#include "sim/http_envelope.h"
#include "sim/http_message.h"
#include "sim/journal.h"
#include "sim/universe.h"

namespace argosy::sim {

class HttpAdmin final : public HttpHandler {
  public:
    /// Where it listens, and nowhere else: it asks nobody for a token.
    static constexpr const char* kHost = "127.0.0.1";

    static constexpr double kSlowest = 0.001;
    static constexpr double kFastest = 100'000;
    static constexpr core::Duration kLongestStep = std::chrono::days(31);
    /// A shock leaves no more stock, and lacks no more, than this many trade volumes.
    static constexpr std::int64_t kMostVolumes = 64;
    static constexpr std::int64_t kMostPriceFactor = 10;  ///< And its inverse the least.

    /// All of them live as long as this.
    /// @param journal  Keeps what is done here; null: nothing does.
    HttpAdmin(Universe& universe, core::RealClock& clock, Faults& faults,
              Journal* journal = nullptr)
        : universe_(universe),
          clock_(clock),
          faults_(faults),
          journal_(journal),
          speed_(clock.factor()) {}

    HttpResponse handle(const HttpRequest& request) override;
    HttpResponse refuse(int status, std::string_view message) override;

  private:
    struct Call {
        std::vector<std::string> names;  ///< What stood for the pattern's `{}`, in order.
        boost::json::object body;
        core::TimePoint now;
    };
    using Answer = ApiResult<boost::json::object>;
    using Handler = Answer (HttpAdmin::*)(const Call&);
    struct Route {
        std::string_view method;
        std::string_view pattern;
        Handler handler;
    };

    static std::span<const Route> routes();
    void keep(JournalEntry change);
    Answer answer(const HttpRequest& request, HttpResponse& response);

    Answer get_time(const Call& call);
    Answer post_time(const Call& call);
    Answer get_faults(const Call& call);
    Answer post_faults(const Call& call);
    Answer delete_faults(const Call& call);
    Answer delete_fault(const Call& call);
    Answer post_shock(const Call& call);
    Answer post_lose(const Call& call);
    Answer post_reset(const Call& call);
    Answer post_save(const Call& call);
    Answer get_hash(const Call& call);
    Answer get_agent(const Call& call);

    Universe& universe_;
    core::RealClock& clock_;
    Faults& faults_;
    Journal* journal_;
    RequestIds request_ids_;
    double speed_;  ///< At which time goes on after it stood still.
};

}  // namespace argosy::sim
