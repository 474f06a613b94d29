#include "manufacturing/goods_coordinator.h"

#include <algorithm>

#include "manufacturing/pipeline_closing.h"
#include "store/commit.h"

namespace argosy::manufacturing {
namespace {

using goods::FactoryNode;
using goods::GoodsFactory;
using goods::GoodsFactoryId;
using hauls::Haul;
using hauls::ManufacturingTask;
using Status = goods::FactoryStatus;

constexpr core::Duration kLeastPause = std::chrono::seconds(1);

LookSettings looks_of(const goods::Settings& settings) {
    LookSettings looks;
    looks.looks = Looks::kFixed;
    looks.fixed = settings.poll_settled;
    looks.after_delivery = settings.poll_initial;
    return looks;
}

PipelineStatus pipeline_status(Status status) {
    if (status == Status::kCompleted) return PipelineStatus::kCompleted;
    return status == Status::kFailed ? PipelineStatus::kFailed : PipelineStatus::kCancelled;
}

}  // namespace

GoodsCoordinator::GoodsCoordinator(const Workplace& workplace, goods::GoodsFactoryBook& book,
                                   Visitors& visitors, core::OperationId operation,
                                   goods::Settings settings, std::function<bool()> more_to_come)
    : fleet_(workplace.fleet),
      tasks_(workplace.tasks),
      runner_(workplace.runner),
      pipelines_(workplace.pipelines),
      factories_(workplace.factories),
      declines_(workplace.declines),
      book_(book),
      operation_(std::move(operation)),
      settings_(std::move(settings)),
      looks_(looks_of(settings_)),
      profitability_(fleet_, workplace.dispatch.settings(operation_)),
      shared_(fleet_, tasks_, factories_, profitability_, workplace.shared, settings_.recipes),
      monitor_(fleet_.markets, tasks_, factories_),
      predictive_(fleet_, tasks_, factories_, workplace.estimates, looks_),
      assignment_(fleet_, tasks_, workplace.dispatch, runner_, declines_,
                  {operation_,
                   settings_.max_workers,
                   [this](const core::PipelineId& pipeline, store::Transaction& transaction) {
                       begin_pipeline(pipeline, transaction);
                   },
                   [this](const model::ShipSymbol& ship) { return trusts(ship); },
                   nullptr,
                   {}}),
      visitors_(visitors),
      timer_(fleet_.runtime.clock.make_timer()),
      more_to_come_(std::move(more_to_come)) {
    runner_.price_on_arrival(
        operation_,
        [this, &dispatch = workplace.dispatch](const Haul& haul,
                                               core::Units hold) -> Result<hauls::HaulPrice> {
            if (is_ready(haul))
                return dispatch.price_again(haul, hold).value_or(hauls::HaulPrice());
            return core::Error{core::ErrorCode::kRejected, "not there yet on arrival"};
        });
}

GoodsCoordinator::~GoodsCoordinator() {
    runner_.price_as_usual(operation_);
}

Task<void> GoodsCoordinator::commit(store::Transaction transaction) {
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<void> GoodsCoordinator::run() {
    co_await drop_work_of_others();
    while (true) {
        co_await pass();
        const bool under_way = runner_.running(operation_) > 0 || visitors_.under_way() > 0;
        if (book_.active().empty() && !under_way && !more_to_come_()) co_return;
        const core::TimePoint now = fleet_.runtime.now();
        const core::TimePoint next = now + kPassInterval;
        // A look that is due and that no ship can take must not keep the loop at this moment.
        const core::TimePoint look = predictive_.next_look().value_or(next);
        co_await timer_->wait_until(std::clamp(look, now + kLeastPause, next));
    }
}

void GoodsCoordinator::stop() {
    stopping_ = true;
    assignment_.stop();
    wake();
}

Task<void> GoodsCoordinator::pass() {
    if (!stopping_) co_await begin_pending();
    co_await keep_going();
    if (!stopping_) co_await assignment_.assign_ready_tasks();
    if (!stopping_) co_await look_where_due();
    if (!stopping_) co_await visitors_.send(predictive_.unattended(), operation_);
}

// What an operation planned that has failed since is planned again.
Task<void> GoodsCoordinator::drop_work_of_others() {
    store::Transaction transaction;
    for (const auto& [id, factory] : book_.active()) {
        for (const ManufacturingTask* task : tasks_.of_pipeline(factory.pipeline)) {
            if (hauls::loads(task->type) || task->operation == operation_) continue;
            cancel_waiting(tasks_, tasks_.haul(task->haul), "its operation has ended", transaction);
        }
    }
    co_await commit(std::move(transaction));
}

Task<void> GoodsCoordinator::begin_pending() {
    std::vector<GoodsFactoryId> pending;
    for (const auto& [id, factory] : book_.active()) {
        if (factory.status == Status::kPending) pending.push_back(id);
    }
    for (const GoodsFactoryId& id : pending) {
        // While those before it were stored, its player may have stopped it.
        const auto found = book_.active().find(id);
        if (found != book_.active().end()) co_await begin_factory(id);
    }
}

Task<void> GoodsCoordinator::begin_factory(GoodsFactoryId id) {
    const core::Runtime& runtime = fleet_.runtime;
    const auto pipeline = runtime.ids.next<core::PipelineId>("pipeline");
    store::Transaction transaction;
    pipelines_.add({.id = pipeline,
                    .operation = operation_,
                    .sequence = pipelines_.next_sequence(),
                    .product = book_.active().at(id).target.good,
                    .sell_market = {},
                    .expected_price = core::Bid(0),
                    .created_at = runtime.now()},
                   transaction);
    book_.start(id, pipeline, transaction);
    const GoodsFactory& factory = book_.active().at(id);
    const std::vector<FlowWork> work = work_on(factory, tasks_);
    for (std::size_t position = 0; position < factory.nodes.size(); ++position) {
        const FactoryNode& node = factory.nodes[position];
        if (!is_made(node)) continue;
        track(factory, node.work.market, node.work.good, inputs_of(position, factory, work),
              transaction);
    }
    runtime.decisions.mix(id.str());
    runtime.log.info("manufacturing", "goods_factory_started",
                     {{"goods_factory", id},
                      {"good", factory.target.good},
                      {"units", factory.target.quantity},
                      {"pieces_of_work", factory.nodes.size()}});
    co_await commit(std::move(transaction));
}

Task<void> GoodsCoordinator::keep_going() {
    std::vector<GoodsFactoryId> ids;
    std::vector<core::PipelineId> pipelines;
    store::Transaction transaction;
    for (const auto& [id, factory] : book_.active())
        ids.push_back(id);
    for (const GoodsFactoryId& id : ids) {
        if (stopping_) wind_up(book_, id, Status::kStopped, "production was stopped", transaction);
        const auto found = book_.active().find(id);
        // What came in since the pass began has its turn in the next.
        if (found == book_.active().end() || found->second.status == Status::kPending) continue;
        pipelines.push_back(found->second.pipeline);
        take_stock(id, transaction);
        close_or_go_on(id, transaction);
    }
    shared_.refresh(transaction);
    for (const core::PipelineId& pipeline : pipelines)
        monitor_.update(pipeline, transaction);
    predictive_.update(pipelines, transaction);
    co_await commit(std::move(transaction));
}

// What each piece of work has yielded follows from its tasks; what is booked already is not again.
void GoodsCoordinator::take_stock(const GoodsFactoryId& id, store::Transaction& transaction) {
    const GoodsFactory& factory = book_.active().at(id);
    const std::vector<FlowWork> work = work_on(factory, tasks_);
    std::vector<goods::NodeYield> yields(factory.nodes.size());
    for (const FlowWork& each : work)
        yields[each.flow.node] += each.yield;
    // What a failed haul's cargo brought elsewhere is its good's, once.
    for (const ManufacturingTask* task : tasks_.of_pipeline(factory.pipeline)) {
        if (task->type != hauls::TaskType::kLiquidate) continue;
        const auto of_good = std::ranges::find_if(
            factory.nodes, [&](const FactoryNode& node) { return node.work.good == task->good; });
        const auto node = std::size_t(of_good - factory.nodes.begin());
        if (node < yields.size()) yields[node].returned += task->total_revenue;
    }
    for (std::size_t node = 0; node < yields.size(); ++node) {
        const goods::NodeYield& known = factory.nodes[node].yield;
        if (yields[node] == known) continue;
        book_.record(id, node,
                     {yields[node].units - known.units, yields[node].spent - known.spent,
                      yields[node].returned - known.returned, yields[node].ships},
                     transaction);
    }
    // Nobody needs more of what only feeds work that is complete.
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t node = 1; node < factory.nodes.size(); ++node) {
            if (factory.nodes[node].completed_at) continue;
            const bool needed = std::ranges::any_of(work, [&](const FlowWork& each) {
                return each.flow.node == node && !each.is_done(factory);
            });
            if (needed) continue;
            book_.spare(id, node, transaction);
            changed = true;
        }
    }
    for (const FactoryNode& node : factory.nodes) {
        if (!node.completed_at || !is_made(node)) continue;
        factories_.remove(factory.pipeline, node.work.market, node.work.good, transaction);
    }
    book_.record_work(id, sum_of(work), transaction);
}

void GoodsCoordinator::close_or_go_on(const GoodsFactoryId& id, store::Transaction& transaction) {
    const GoodsFactory& factory = book_.active().at(id);
    if (factory.nodes.front().completed_at) {
        wind_up(book_, id, Status::kCompleted, "", transaction);
    } else if (const auto reason = give_up_reason(factory, work_on(factory, tasks_))) {
        wind_up(book_, id, Status::kFailed, *reason, transaction);
    } else {
        mend_tree(id, transaction);
    }
    if (!is_winding_up(factory)) {
        reserve(factory, transaction);
        add_hauls(factory, transaction);
        say_when_to_collect(factory, transaction);
        return;
    }
    const std::string reason = factory.metadata.at(kEndsBecause);
    cancel_waiting(tasks_, factory.pipeline,
                   reason.empty() ? "what was asked for is there" : reason, transaction);
    if (has_work_under_way(tasks_, factory.pipeline)) return;
    end(id, *goods::parse_factory_status(factory.metadata.at(kEndsAs)), reason, transaction);
}

void GoodsCoordinator::end(const GoodsFactoryId& id, Status status, const std::string& reason,
                           store::Transaction& transaction) {
    const GoodsFactory& factory = book_.active().at(id);
    const core::PipelineId pipeline = factory.pipeline;
    Takings sale, feeding;
    for (std::size_t node = 0; node < factory.nodes.size(); ++node) {
        const goods::NodeYield& yield = factory.nodes[node].yield;
        (node == 0 ? sale : feeding) += {core::Units(0), yield.spent, yield.returned};
    }
    fleet_.runtime.log.info("manufacturing", "goods_factory_ended",
                            {{"goods_factory", id},
                             {"good", factory.target.good},
                             {"status", goods::to_string(status)},
                             {"units", factory.nodes.front().yield.units},
                             {"reason", reason}});
    begin_pipeline(pipeline, transaction);
    pipelines_.end(pipeline, pipeline_status(status), sale, feeding, reason, transaction);
    shared_.release(pipeline, transaction);
    tasks_.forget(pipeline);
    factories_.forget(pipeline);
    book_.end(id, status, reason, transaction);
}

std::vector<model::TradeSymbol> GoodsCoordinator::inputs_of(std::size_t node,
                                                            const GoodsFactory& factory,
                                                            const std::vector<FlowWork>& work) {
    std::vector<model::TradeSymbol> inputs;
    for (const FlowWork& each : work) {
        if (each.flow.feeds == node) inputs.push_back(factory.nodes[each.flow.node].work.good);
    }
    return inputs;
}

void GoodsCoordinator::track(const GoodsFactory& factory, const model::WaypointSymbol& market,
                             const model::TradeSymbol& output,
                             const std::vector<model::TradeSymbol>& inputs,
                             store::Transaction& transaction) {
    factories_.add({.factory = market,
                    .output = output,
                    .pipeline = factory.pipeline,
                    .required = {inputs.begin(), inputs.end()}},
                   transaction);
}

Task<void> GoodsCoordinator::look_where_due() {
    co_await count_looks(co_await predictive_.look_where_due());
    co_await count_looks(visitors_.take_looks());
}

Task<void> GoodsCoordinator::count_looks(std::vector<model::WaypointSymbol> markets) {
    store::Transaction transaction;
    for (const model::WaypointSymbol& market : markets) {
        for (const auto& [id, factory] : book_.active()) {
            const bool awaited = std::ranges::any_of(factory.nodes, [&](const FactoryNode& node) {
                return is_made(node) && !node.completed_at && node.work.market == market;
            });
            if (awaited) book_.count_looks(id, 1, transaction);
        }
    }
    co_await commit(std::move(transaction));
}

// What was known of the factory when the ship left may have been old.
bool GoodsCoordinator::is_ready(const Haul& haul) const {
    if (haul.load->type != hauls::TaskType::kCollect) return true;
    const model::WaypointSymbol& market = haul.load->factory;
    const market::Listing* output = fleet_.markets.find(market, haul.good());
    const FactoryState* state = factories_.find(haul.load->pipeline, market, haul.good());
    // Without a state the work is complete: nobody needs more.
    return output != nullptr && state != nullptr && state->collected_from &&
           output->supply >= *state->collected_from;
}

void GoodsCoordinator::begin_pipeline(const core::PipelineId& pipeline,
                                      store::Transaction& transaction) {
    if (pipelines_.requested().at(pipeline).status != PipelineStatus::kPlanning) return;
    pipelines_.transition(pipeline, PipelineStatus::kExecuting, transaction);
}

}  // namespace argosy::manufacturing
