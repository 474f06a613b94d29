#include "manufacturing/preview.h"

namespace argosy::manufacturing {
namespace {

using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using hauls::TaskType;

TaskType load_of(const SupplyChainNode& node) {
    return node.method == AcquisitionMethod::kBuy ? TaskType::kAcquire : TaskType::kCollect;
}

class Arithmetic {
  public:
    explicit Arithmetic(const PreviewTerms& terms) : terms_(terms) {}

    std::vector<PreviewedLeg> legs_of(const ManufacturingOpportunity& opportunity) {
        legs_.clear();
        add_feeding(opportunity.tree);
        add(opportunity.tree, opportunity.sell_market, TaskType::kSell);
        return std::move(legs_);
    }

  private:
    void add_feeding(const SupplyChainNode& factory) {
        for (const SupplyChainNode& input : factory.children) {
            if (input.method == AcquisitionMethod::kFabricate) add_feeding(input);
            add(input, factory.market, TaskType::kDeliver);
        }
    }

    void add(const SupplyChainNode& node, const model::WaypointSymbol& to, TaskType unload) {
        const auto leg = terms_.profitability.forecast_leg(node.good, node.market, to, unload);
        legs_.push_back({.good = node.good,
                         .from = node.market,
                         .to = to,
                         .load = load_of(node),
                         .unload = unload,
                         .units = leg.units,
                         .cost = leg.cost,
                         .revenue = leg.revenue,
                         .verdict = {}});
        legs_.back().verdict = verdict_of(legs_.back());
    }

    std::string verdict_of(const PreviewedLeg& leg) const {
        const bool sale = leg.unload == TaskType::kSell;
        if (leg.units.count() == 0) {
            const bool needed =
                terms_.profitability.lots_of(leg.good, leg.from, leg.to, leg.unload) > 0;
            return needed ? fmt::format("no unit clears {} bp of its base price",
                                        hauls::least_margin_bp(terms_.gate, leg.unload))
                          : "not needed: the factory has plenty";
        }
        const core::Credits least = sale ? terms_.gate.least_profit : terms_.gate.feed_least_profit;
        if (terms_.gate.advisory || leg.revenue - leg.cost >= least) return "clears";
        return fmt::format("leaves {}, the least is {}", leg.revenue - leg.cost, least);
    }

    const PreviewTerms& terms_;
    std::vector<PreviewedLeg> legs_;
};

void add_factories(const SupplyChainNode& node, std::set<FactoryOutput>& factories) {
    if (node.method != AcquisitionMethod::kFabricate) return;
    factories.emplace(node.market, node.good);
    for (const SupplyChainNode& input : node.children)
        add_factories(input, factories);
}

// As PipelineLifecycle::open_pipelines() decides. One that starts takes its factories.
std::string obstacle_of(const ManufacturingOpportunity& opportunity, PreviewTerms& terms) {
    if (terms.is_too_late) return "the universe is reset before it would pay";
    if (!opportunity.clears) return opportunity.verdict;
    const std::int64_t most = terms.settings.most_pipelines();
    if (most > 0 && terms.active >= most) {
        return terms.settings.mode == Mode::kSerial ? "serial: one product at a time"
                                                    : fmt::format("max_pipelines is {}", most);
    }
    std::set<FactoryOutput> factories;
    add_factories(opportunity.tree, factories);
    for (const FactoryOutput& factory : factories) {
        if (terms.reserved.contains(factory)) {
            return fmt::format("an earlier pipeline feeds {} for {}", factory.first,
                               factory.second);
        }
    }
    terms.reserved.merge(factories);
    ++terms.active;
    return "";
}

}  // namespace

std::vector<PreviewedPipeline> preview(PreviewTerms terms) {
    const DemandFinder demand(terms.markets, terms.profitability, terms.settings);
    Arithmetic arithmetic(terms);
    std::vector<PreviewedPipeline> pipelines;
    for (ManufacturingOpportunity& opportunity : demand.find(terms.reserved)) {
        std::vector<PreviewedLeg> legs = arithmetic.legs_of(opportunity);
        std::string obstacle = obstacle_of(opportunity, terms);
        pipelines.push_back({std::move(opportunity), std::move(legs), std::move(obstacle)});
    }
    return pipelines;
}

}  // namespace argosy::manufacturing
