#pragma once

/// @file
/// The planner: a strategy that keeps a plan's flows going. The fleet is alone in its system, so
/// what it takes from an export it will miss, what it crams into an import it will sell against,
/// and an input that a factory lacks costs what the factory does not make. The plan
/// (flow_plan.h) knows all that, and says what is to be made and who gets what is scarce; when and
/// where to trade follows from where stocks stand (stock_rules.h): docs/concepts/planner.md.

#include <optional>

#include "planner/feeding_belief.h"
#include "planner/flow_plan.h"
#include "planner/volume_growth.h"
#include "trading/strategy.h"

namespace argosy::planner {

struct PlannerSettings {
    StockRules rules;
    core::Duration plan_every = std::chrono::minutes(15);
    /// That the plan may spend: the game's limit, half a second each and the burst.
    std::int64_t requests_an_hour = 9'000;
    /// Of a trade volume or a hold, that is worth a flight.
    std::int64_t lot_percent = 90;
    /// Found with `spacetraders-bench compare`, as the rules of stocks.
    SaleRules sales{.fill = {.strong = -2.5, .growing = -1.3, .weak = -0.7},
                    .worth_percent = 92,
                    .margin_percent = 15,
                    .full_from = 7.5,
                    .full_fill = -0.5,
                    .felt_hours = 1'000};
    /// Where feeding changes nothing, all there is comes slowly, and only good prices pay.
    SaleRules patient_sales{.fill = {.strong = -5, .growing = -5, .weak = -5},
                            .worth_percent = 92,
                            .margin_percent = 45,
                            .full_from = 5.5,
                            .full_fill = 1,
                            .felt_hours = 24};
    /// Credits that a second of a flight brings at least.
    double least_rate = 2;
    /// How long a ship that flies is missed afterwards, if all of them wait most of the time: the
    /// more ships wait, the less their time counts.
    core::Duration most_wait = std::chrono::minutes(100);
    /// Where more than this share of the ships waits for something to fly, as of five haulers one
    /// does and of ten six, flights may take this much longer for a credit that they save.
    double abundance = 0.35;
    core::Duration time_for_a_credit = std::chrono::seconds(1);
    /// Exports whose trade volumes are grown at a time, where that pays back within this, or within
    /// what is left where that is less.
    std::int64_t grow_volumes = 2;
    core::Duration volumes_within = std::chrono::hours(72);
    /// What a unit of one brings beyond its price: of the base price.
    std::int64_t growing_percent = 40;
    /// Of what a ship could do by the plan, that ships do: ten haulers spend 4.8 hours an hour in
    /// hauls where the plan needs 2.5. For hull_worth() only.
    std::int64_t pace_percent = 50;
};

class Planner final : public trading::Strategy {
  public:
    Planner(PlannerSettings settings, goods::Recipes recipes);
    Planner(const Planner&) = delete;  ///< `sales_` points into its own settings.
    Planner& operator=(const Planner&) = delete;

    std::string_view name() const override { return "planner"; }
    std::vector<trading::Trade> choose(trading::TradeDesk& desk,
                                       const std::vector<model::ShipSymbol>& ships) override;
    std::optional<trading::TradeTerms> terms_on_arrival(const trading::TradeDesk& desk,
                                                        const trading::Lane& lane) override;
    trading::Verdict judge(const trading::TradeDesk& desk,
                           const trading::LaneNow& lane) const override;
    trading::Score score(const trading::LaneNow& lane, const trading::Trade& trade) const override;
    std::vector<trading::Figure> figures_of(const trading::Lane& lane) const override;
    bool sells_anyway(const trading::Lane& lane) const override;
    bool values_goods(const trading::Lane& lane) const override {
        return plan_.find(lane).is_known();
    }
    void must_pay_back_by(std::optional<core::TimePoint> end) override { must_pay_back_by_ = end; }
    void count_in(const trading::Lane& lane, core::Units units) override;
    void dropped(const trading::Lane& lane, core::Units units) override;
    core::Duration time_for_a_credit() const override;

    std::optional<double> hull_worth(const trading::TradeDesk& desk,
                                     const model::Ship& hull) override;

    const FlowPlan& plan() const { return plan_; }

  private:
    void plan_anew(const trading::TradeDesk& desk);
    void grow_volumes(const trading::TradeDesk& desk);
    void fill_accounts(const trading::TradeDesk& desk);
    void note_waiting(core::TimePoint now, std::int64_t waiting);
    /// Returns the rule by which the plan leaves a lane alone, if it does.
    std::optional<trading::Rule> closed_by_plan(const trading::LaneNow& lane,
                                                const PlannedLane& planned) const;
    /// Returns what is planned of a lane, and what was seen where it ends.
    PlannedLane find(const trading::TradeDesk& desk, const trading::Lane& lane) const;
    trading::Verdict judge_by_stock(const model::PriceState& source, const model::PriceState& sink,
                                    const PlannedLane& planned) const;
    trading::Verdict judge(const trading::LaneNow& lane, const PlannedLane& planned) const;
    trading::Score score(const trading::LaneNow& lane, const PlannedLane& planned,
                         const trading::Trade& trade) const;
    double worth_of_growing(const model::PriceState& source, const PlannedGood& from) const;
    bool must_go(const model::PriceState& source, const PlannedGood& from) const;

    PlannerSettings settings_;
    const SaleRules* sales_;  ///< Of the settings, by what is believed.
    FlowPlanner planner_;
    FeedingBelief belief_;
    FlowPlan plan_;
    VolumeGrowth volumes_;
    std::optional<core::TimePoint> must_pay_back_by_;
    /// Units that are due at imports which get a part of what they could use up: the plan's flow
    /// fills the account, and what ships are sent with empties it.
    std::map<Place, double> due_;
    std::optional<core::TimePoint> planned_at_;
    core::TimePoint filled_at_;
    std::size_t haulers_ = 0;  ///< When it was planned.
    double waiting_ = 0;       ///< Share of them that had nothing to fly, of about the last hour.
    std::optional<core::TimePoint> waited_at_;
    std::size_t hull_worth_of_ = 0;     ///< So many haulers and one more:
    std::optional<double> hull_worth_;  ///< by the plan in force; worked out when asked for.
};

}  // namespace argosy::planner
