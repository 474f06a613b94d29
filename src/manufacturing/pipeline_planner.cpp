#include "manufacturing/pipeline_planner.h"

#include <algorithm>

#include "hauls/haul_tasks.h"

namespace argosy::manufacturing {
namespace {

using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using hauls::TaskType;

class Planner {
  public:
    Planner(PipelinePlan& plan, core::TimePoint now, core::IdSource& ids, const LotsOf& lots_of)
        : plan_(plan), now_(now), ids_(ids), lots_of_(lots_of) {}

    // Plans everything that feeds a factory.  @returns the deliveries its collection depends on
    std::vector<core::TaskId> feed(const SupplyChainNode& node) {
        FactoryState factory{
            .factory = node.market, .output = node.good, .pipeline = plan_.pipeline.id};
        std::vector<core::TaskId> deliveries;
        for (const SupplyChainNode& child : node.children) {
            std::vector<core::TaskId> before;
            if (child.method == AcquisitionMethod::kFabricate) before = feed(child);
            const int lots = lots_of_(child.good, child.market, node.market, TaskType::kDeliver);
            if (lots > 0) factory.required.insert(child.good);
            for (int lot = 0; lot < lots; ++lot) {
                deliveries.push_back(
                    add_haul(child, before, TaskType::kDeliver, node.market, node.good));
            }
        }
        plan_.factories.push_back(std::move(factory));
        return deliveries;
    }

    void sell(const SupplyChainNode& product, const model::WaypointSymbol& market,
              const std::vector<core::TaskId>& deliveries) {
        // The product is what the pipeline is for: one lot at least, even if it does not pay yet.
        const int lots =
            std::max(1, lots_of_(product.good, product.market, market, TaskType::kSell));
        for (int lot = 0; lot < lots; ++lot) {
            add_haul(product, deliveries, TaskType::kSell, market, model::TradeSymbol());
        }
    }

  private:
    core::TaskId add_haul(const SupplyChainNode& from, const std::vector<core::TaskId>& depends_on,
                          TaskType unload_type, const model::WaypointSymbol& to,
                          const model::TradeSymbol& output) {
        auto [load, unload] = hauls::tasks_of({.operation = plan_.pipeline.operation,
                                               .pipeline = plan_.pipeline.id,
                                               .load = load_type(from.method),
                                               .good = from.good,
                                               .from = from.market,
                                               .unload = unload_type,
                                               .to = to,
                                               .output = output,
                                               .depends_on = depends_on},
                                              now_, ids_);
        core::TaskId last = unload.id;
        plan_.tasks.push_back(std::move(load));
        plan_.tasks.push_back(std::move(unload));
        return last;
    }

    PipelinePlan& plan_;
    core::TimePoint now_;
    core::IdSource& ids_;
    const LotsOf& lots_of_;
};

}  // namespace

PipelinePlan plan_anew(const ManufacturingOpportunity& opportunity, ManufacturingPipeline pipeline,
                       core::TimePoint now, core::IdSource& ids, const LotsOf& lots_of) {
    PipelinePlan plan{.pipeline = std::move(pipeline), .tasks = {}, .factories = {}};
    Planner planner(plan, now, ids, lots_of);
    const std::vector<core::TaskId> deliveries = planner.feed(opportunity.tree);
    planner.sell(opportunity.tree, opportunity.sell_market, deliveries);
    return plan;
}

PipelinePlan plan_pipeline(const ManufacturingOpportunity& opportunity,
                           const core::OperationId& operation, std::int64_t sequence,
                           core::TimePoint now, core::IdSource& ids, const LotsOf& lots_of) {
    return plan_anew(opportunity,
                     {.id = ids.next<core::PipelineId>("pipeline"),
                      .operation = operation,
                      .sequence = sequence,
                      .product = opportunity.good,
                      .sell_market = opportunity.sell_market,
                      .expected_price = opportunity.bid,
                      .created_at = now},
                     now, ids, lots_of);
}

}  // namespace argosy::manufacturing
