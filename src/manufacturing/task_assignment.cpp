#include "manufacturing/task_assignment.h"

#include <algorithm>

#include "store/commit.h"

namespace argosy::manufacturing {
namespace {

constexpr const char* kOutbid = "outbid";

// Each haul that wants for something else than pay may be what a ship waits for; the others are
// held.
std::int64_t held_of(std::size_t ships, const std::vector<hauls::Declined>& declined) {
    const auto wanting =
        std::count_if(declined.begin(), declined.end(), [](const hauls::Declined& decline) {
            return decline.reason != "margin" && decline.reason != "profit" &&
                   decline.reason != "requests";
        });
    return std::max<std::int64_t>(0, std::int64_t(ships) - wanting);
}

}  // namespace

using hauls::Haul;
using hauls::TaskStatus;
using model::ShipSymbol;

std::string subject_of(const Haul& haul) {
    const model::WaypointSymbol& place = haul.unload->place();
    return place.empty() ? fmt::format("{} of {}", haul.good(), haul.load->pipeline)
                         : fmt::format("{} for {}", haul.good(), place);
}

TaskAssignment::TaskAssignment(fleet::Fleet& fleet, hauls::TaskBook& tasks,
                               hauls::Dispatch& dispatch, hauls::HaulRunner& runner,
                               Declines& declines, Employer employer)
    : fleet_(fleet),
      tasks_(tasks),
      dispatch_(dispatch),
      runner_(runner),
      declines_(declines),
      employer_(std::move(employer)),
      meter_(fleet.runtime.now()) {
    if (employer_.bidding == nullptr) return;
    ARGOSY_ASSERT(employer_.wake);
    employer_.bidding->join(*this);
}

TaskAssignment::~TaskAssignment() {
    if (employer_.bidding != nullptr) employer_.bidding->leave(*this);
}

void TaskAssignment::stop() {
    stopped_ = true;
    if (employer_.bidding != nullptr) employer_.bidding->leave(*this);
}

std::vector<ShipSymbol> TaskAssignment::idle_haulers() const {
    std::vector<ShipSymbol> haulers;
    for (const ShipSymbol& symbol : fleet_.idle_ships()) {
        if (!fleet::ShipRegistry::is_hauler(fleet_.ships.at(symbol))) continue;
        const bool is_left = employer_.bidding != nullptr &&
                             employer_.bidding->has_left(employer_.operation, symbol);
        if (is_left || (employer_.trusts && !employer_.trusts(symbol))) continue;
        haulers.push_back(symbol);
    }
    return haulers;
}

std::vector<ShipSymbol> TaskAssignment::free_for_more(std::vector<ShipSymbol> idle) const {
    if (employer_.bidding == nullptr || !employer_.bidding->has_rivals(employer_.operation))
        return idle;
    std::erase_if(idle, [this](const ShipSymbol& ship) {
        return fleet::ShipRegistry::is_hauler(fleet_.ships.at(ship));
    });
    return idle;
}

std::optional<double> TaskAssignment::bid(const ShipSymbol& ship) {
    if (stopped_ || is_full()) return std::nullopt;
    const auto best = dispatch_.best({ship}, ready_hauls());
    return best ? std::optional(dispatch_.rate_of(*best)) : std::nullopt;
}

std::optional<hauls::Declined> TaskAssignment::outbid(const hauls::Intention& intention) {
    if (employer_.bidding == nullptr) return std::nullopt;
    const auto outbid = employer_.bidding->outbid(intention);
    if (!outbid) return std::nullopt;
    if (outbid->what == hauls::Bidding::Outbid::For::kGoods)
        resting_[intention.offer.haul] = fleet_.runtime.now() + kRest;
    return hauls::Declined{intention.offer.haul, kOutbid, outbid->by};
}

bool TaskAssignment::is_full() const {
    return employer_.max_workers > 0 &&
           runner_.running(employer_.operation) >= employer_.max_workers;
}

// While the offers before it were stored, others may have taken the ship.
bool TaskAssignment::still_stands(const hauls::Offer& offer) const {
    return fleet_.ships.find(offer.ship) != nullptr && fleet_.claims.owner_of(offer.ship).empty() &&
           tasks_.haul(offer.haul).load->status == TaskStatus::kReady;
}

Task<void> TaskAssignment::assign_ready_tasks() {
    note_work(0);
    Leftover leftover = co_await bind_all();
    note_work(leftover.held);
    co_await record_declines(std::move(leftover.declined));
}

void TaskAssignment::note_work(std::int64_t held) {
    std::int64_t haulers = 0;
    for (const auto& [symbol, ship] : fleet_.ships.all())
        haulers += fleet::ShipRegistry::is_hauler(ship) ? 1 : 0;
    meter_.note(fleet_.runtime.now(), {haulers, runner_.running(), held});
}

Task<TaskAssignment::Leftover> TaskAssignment::bind_all() {
    Leftover leftover;
    while (!stopped_) {
        const std::vector<ShipSymbol> haulers = idle_haulers();
        if (is_full() || haulers.empty()) break;
        const std::vector<hauls::Offer> offers = dispatch_.choose(haulers, ready_hauls());
        leftover.declined = dispatch_.declined();
        const std::size_t outbid = leftover.outbid.size();
        const int started = co_await start(offers, leftover);
        // The offers were priced one by one: together they may be more than the credits allow. What
        // was left to others makes room for the next best.
        if (started > 0 || leftover.outbid.size() > outbid) continue;
        leftover.held = held_of(haulers.size(), leftover.declined);
        break;
    }
    leftover.declined.insert(leftover.declined.end(), leftover.outbid.begin(),
                             leftover.outbid.end());
    co_return leftover;
}

std::vector<Haul> TaskAssignment::ready_hauls() {
    const core::TimePoint now = fleet_.runtime.now();
    std::erase_if(resting_, [now](const auto& rest) { return rest.second <= now; });
    std::vector<Haul> hauls = tasks_.ready_hauls();
    std::erase_if(hauls, [this](const Haul& haul) {
        return haul.load->operation != employer_.operation || resting_.contains(haul.id);
    });
    return hauls;
}

Task<int> TaskAssignment::start(std::vector<hauls::Offer> offers, Leftover& leftover) {
    int started = 0;
    for (const hauls::Offer& offer : offers) {
        if (is_full() || stopped_) break;
        if (!still_stands(offer)) continue;
        const Haul haul = tasks_.haul(offer.haul);
        const core::PipelineId pipeline = haul.load->pipeline;
        const hauls::Intention intention{.operation = employer_.operation,
                                         .good = haul.good(),
                                         .offer = offer,
                                         .rate = dispatch_.rate_of(offer)};
        if (auto lost = outbid(intention)) {
            leftover.outbid.push_back(*std::move(lost));
            continue;
        }
        const Result<void> bound = co_await runner_.start(
            offer,
            [&](store::Transaction& transaction) { employer_.on_bind(pipeline, transaction); });
        if (bound) {
            ++started;
            meter_.note_start();
            if (employer_.bidding != nullptr) employer_.bidding->started(intention);
            // With another ship it may have been outbid before.
            std::erase_if(leftover.outbid, [&](const hauls::Declined& decline) {
                return decline.haul == offer.haul;
            });
        } else {
            leftover.declined.push_back({offer.haul, "no_money", bound.error().message});
        }
    }
    co_return started;
}

Task<std::string> TaskAssignment::assign(ShipSymbol ship, core::HaulId haul) {
    if (stopped_) co_return "stopped";
    note_work(0);
    const std::vector<hauls::Offer> offers = dispatch_.choose({ship}, {tasks_.haul(haul)});
    Leftover leftover{.declined = dispatch_.declined()};
    const int started = co_await start(offers, leftover);
    std::string reason = leftover.declined.empty() ? "no_ship" : leftover.declined.front().reason;
    co_await record_declines(std::move(leftover.declined));
    co_return started > 0 ? "" : reason;
}

Task<void> TaskAssignment::record_declines(std::vector<hauls::Declined> declined) {
    store::Transaction transaction;
    for (const hauls::Declined& decline : declined) {
        declines_.record(subject_of(tasks_.haul(decline.haul)), decline.reason, decline.detail,
                         transaction);
    }
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

}  // namespace argosy::manufacturing
