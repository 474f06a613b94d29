#include "kernel/stop_trap.h"

#include <csignal>

namespace argosy::kernel {

bool StopTrap::may_send(game::Effect effect) {
    if (!inner_->may_send(effect)) return false;
    std::error_code absent;
    if (effect == game::Effect::kActs && std::filesystem::remove(file_, absent)) {
        std::raise(SIGSTOP);
    }
    return true;
}

}  // namespace argosy::kernel
