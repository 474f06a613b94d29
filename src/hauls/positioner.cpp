#include "hauls/positioner.h"

#include <algorithm>

#include "fleet/assignment.h"
#include "store/commit.h"

namespace argosy::hauls {

using model::ShipSymbol;
using model::WaypointSymbol;

Positioner::Positioner(fleet::Fleet& fleet, const TaskBook& tasks) : fleet_(fleet), tasks_(tasks) {}

Expected Positioner::expected() const {
    Expected expected;
    for (const Haul& haul : tasks_.open_hauls()) {
        if (haul.load == nullptr || haul.load->status != TaskStatus::kPending) continue;
        if (haul.load->place().empty()) continue;
        ++expected[haul.load->place()];
    }
    return expected;
}

std::vector<Post> Positioner::plan(const std::vector<ShipSymbol>& idle, const Expected& expected) {
    if (fleet_.game.budget().shared().is_bound()) return {};
    Expected wanted = expected;
    for (auto& [place, ships] : wanted)
        ships = std::min(ships, kMostAtOnePlace);
    for (const auto& [ship, trip] : under_way_) {
        if (const auto post = wanted.find(trip.post); post != wanted.end()) --post->second;
    }
    std::vector<ShipSymbol> free;
    for (const ShipSymbol& symbol : idle) {
        const auto post = wanted.find(fleet_.ships.at(symbol).nav.waypoint);
        const bool is_there = post != wanted.end() && post->second > 0;
        is_there ? void(--post->second) : free.push_back(symbol);
    }
    std::vector<WaypointSymbol> posts;
    for (const auto& [place, ships] : wanted)
        posts.insert(posts.end(), std::size_t(std::max<std::int64_t>(0, ships)), place);

    fleet::AssignmentProblem problem{std::int32_t(free.size()), std::int32_t(posts.size()), {}};
    for (std::size_t i = 0; i < free.size(); ++i) {
        const model::Ship& ship = fleet_.ships.at(free[i]);
        for (std::size_t j = 0; j < posts.size(); ++j) {
            const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, posts[j]);
            if (way == nullptr || way->time < kLeastSaved) continue;
            const std::int64_t saved =
                way->time / std::chrono::seconds(1) * fleet::kCreditsPerShipSecond;
            const std::int64_t worth = saved * kLikelihoodPercent / 100 - way->fuel_price.count();
            // Of the ships that could go the nearest goes: it is there first.
            constexpr std::int64_t kAnyPost = 1'000'000;
            if (worth > 0) {
                problem.edges.push_back({std::int32_t(i), std::int32_t(j),
                                         std::max<std::int64_t>(1, kAnyPost - saved)});
            }
        }
    }
    const fleet::Assignment assignment = fleet::match(problem);
    std::vector<Post> plan;
    for (std::size_t i = 0; i < free.size(); ++i) {
        const std::int32_t post = assignment.job_of[i];
        if (post != fleet::kNoJob) plan.push_back({free[i], posts[std::size_t(post)]});
    }
    return plan;
}

Task<void> Positioner::send(std::vector<ShipSymbol> idle, core::OperationId operation) {
    std::erase_if(idle, [this](const ShipSymbol& symbol) {
        const model::Ship* ship = fleet_.ships.find(symbol);
        return ship == nullptr || !fleet::ShipRegistry::is_hauler(*ship) ||
               !fleet_.claims.owner_of(symbol).empty();
    });
    const std::vector<Post> posts = plan(idle, expected());
    store::Transaction transaction;
    for (const Post& post : posts) {
        fleet_.claims.claim(post.ship, kOwner, transaction);
        under_way_[post.ship] = {post.at, operation};
        fleet_.runtime.decisions.mix(post.ship.str());
        fleet_.runtime.decisions.mix(post.at.str());
    }
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    for (const Post& post : posts)
        fleet_.runtime.spawn(fly(post, operation));
}

Task<void> Positioner::fly(Post post, core::OperationId operation) {
    const ledger::Purpose purpose{ledger::Category::kRefuel, operation, {}, {}};
    const auto outcome = co_await fleet_.helm.go(post.ship, post.at, purpose);
    if (!outcome) {
        fleet_.runtime.log.warning(
            "hauls", "post_not_reached",
            {{"ship", post.ship}, {"post", post.at}, {"reason", outcome.error().message}});
        constexpr core::Duration kRestAfterFailure = std::chrono::minutes(1);
        co_await fleet_.runtime.clock.sleep_for(kRestAfterFailure);
    }
    store::Transaction transaction;
    under_way_.erase(post.ship);
    fleet_.claims.release(post.ship, kOwner, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    if (on_arrival_) on_arrival_();
}

std::size_t Positioner::under_way(const core::OperationId& operation) const {
    return std::size_t(std::ranges::count(
        under_way_, operation, [](const auto& entry) { return entry.second.operation; }));
}

WaypointSymbol Positioner::post_of(const ShipSymbol& ship) const {
    const auto found = under_way_.find(ship);
    return found == under_way_.end() ? WaypointSymbol() : found->second.post;
}

}  // namespace argosy::hauls
