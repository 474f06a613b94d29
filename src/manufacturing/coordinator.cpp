#include "manufacturing/coordinator.h"

namespace argosy::manufacturing {

Coordinator::Coordinator(const Workplace& workplace, core::OperationId operation, Settings settings)
    : fleet_(workplace.fleet),
      tasks_(workplace.tasks),
      runner_(workplace.runner),
      pipelines_(workplace.pipelines),
      operation_(std::move(operation)),
      settings_(std::move(settings)),
      profitability_(fleet_, workplace.dispatch.settings(operation_)),
      shared_(fleet_, tasks_, workplace.factories, profitability_, workplace.shared,
              settings_.recipes),
      lifecycle_(fleet_, tasks_, pipelines_, workplace.factories, shared_, workplace.declines,
                 profitability_, workplace.dispatch.settings(operation_), operation_, settings_),
      monitor_(fleet_.markets, tasks_, workplace.factories),
      assignment_(fleet_, tasks_, workplace.dispatch, runner_, workplace.declines,
                  {operation_,
                   settings_.max_workers,
                   [this](const core::PipelineId& pipeline, store::Transaction& transaction) {
                       lifecycle_.begin(pipeline, transaction);
                   },
                   {},
                   settings_.mode == Mode::kSerial ? nullptr : &workplace.bidding,
                   [this] { wake(); }}),
      timer_(fleet_.runtime.clock.make_timer()),
      next_plan_(fleet_.runtime.now()) {}

Coordinator::~Coordinator() = default;

void Coordinator::stop() {
    stopping_ = true;
    lifecycle_.stop();
    assignment_.stop();
    wake();
}

}  // namespace argosy::manufacturing
