#include "scouting/patrol.h"

#include "store/commit.h"

namespace argosy::scouting {

class Patrols::Patrol final : public operations::Duty {
  public:
    Patrol(Patrols& patrols, core::OperationId operation)
        : patrols_(patrols),
          operation_(std::move(operation)),
          timer_(patrols.fleet_.runtime.clock.make_timer()) {
        patrols_.on_duty_ = this;
    }
    ~Patrol() override { patrols_.on_duty_ = nullptr; }

    Task<Result<void>> run() override;

    void stop() override {
        stopping_ = true;
        wake();
    }

    void wake() { timer_->wake(); }

  private:
    Task<void> send_out();

    Patrols& patrols_;
    core::OperationId operation_;
    std::unique_ptr<core::Timer> timer_;
    bool stopping_ = false;
};

Patrols::Patrols(fleet::Fleet& fleet, Scout& scout, operations::OperationRegistry& operations,
                 std::function<std::vector<model::ShipSymbol>()> free_ships)
    : fleet_(fleet), scout_(scout), operations_(operations), free_ships_(std::move(free_ships)) {}

std::unique_ptr<operations::Duty> Patrols::make_duty(const operations::Operation& operation) {
    return std::make_unique<Patrol>(*this, operation.id);
}

void Patrols::wake() {
    if (on_duty_ != nullptr) on_duty_->wake();
}

// A patrol that is told to stop has done so when nothing it sent out may still buy fuel.
Task<Result<void>> Patrols::Patrol::run() {
    const core::Runtime& runtime = patrols_.fleet_.runtime;
    while (!stopping_ || patrols_.scout_.spending(operation_) > 0) {
        if (!stopping_) co_await send_out();
        co_await timer_->wait_until(runtime.now() + kPassInterval);
    }
    co_return Result<void>();
}

Task<void> Patrols::Patrol::send_out() {
    co_await patrols_.scout_.send(patrols_.free_ships_(), {}, operation_);
    std::string waits_for;
    if (patrols_.scout_.scouting() == 0) {
        waits_for = patrols_.free_ships_().empty() ? "a ship that is free to look"
                                                   : "a look that is worth its requests";
    }
    store::Transaction transaction;
    patrols_.operations_.wait_for(operation_, waits_for, transaction);
    if (transaction.empty()) co_return;
    fleet::Fleet& fleet = patrols_.fleet_;
    co_await store::commit_or_abort(fleet.store, fleet.runtime.log, std::move(transaction));
}

}  // namespace argosy::scouting
