#pragma once

/// @file
/// The store of a company that holds its player by a lease: every commit carries the fencing token
/// and holds only while that is the lease's. So no room needs to know of leases, and a write that
/// was held up cannot land in what a successor has taken over.

#include <memory>

#include "kernel/tenure.h"
#include "store/store.h"

namespace argosy::kernel {

class LeasedStore final : public store::Store {
  public:
    /// @param machine  Real time, monotonic: a commit is a renewal of the lease.
    LeasedStore(store::Store& inner, core::Clock& machine, std::shared_ptr<Tenure> tenure)
        : inner_(inner), machine_(machine), tenure_(std::move(tenure)) {}

    /// As Store; never returns once the tenure is over. Finding the lease with another token ends
    /// the tenure.
    Task<Result<void>> commit(store::Transaction transaction,
                              store::Durability durability) override;
    Task<Result<store::Rows>> query(std::string_view sql, store::Params params) override;

  private:
    store::Store& inner_;
    core::Clock& machine_;
    std::shared_ptr<Tenure> tenure_;
};

}  // namespace argosy::kernel
