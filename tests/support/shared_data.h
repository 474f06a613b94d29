#pragma once

/// @file
/// The recorded answers of the real game, which lie beside the project on some machines and are
/// not part of it. A test that reads them skips, and says so, where they are absent.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace argosy::tests {

/// Returns the folder of recorded data ($ARGOSY_RECORDED_DATA, else ../shared/data).
inline std::filesystem::path recorded_data() {
    const char* named = std::getenv("ARGOSY_RECORDED_DATA");
    if (named != nullptr) return named;
    return std::filesystem::path(ARGOSY_SOURCE_DIR).parent_path() / "shared" / "data";
}

}  // namespace argosy::tests

#define ARGOSY_NEEDS_RECORDED_DATA()                                                     \
    do {                                                                                 \
        if (!std::filesystem::exists(::argosy::tests::recorded_data())) {                \
            GTEST_SKIP() << "needs the recorded data of the real game, which is not at " \
                         << ::argosy::tests::recorded_data();                            \
        }                                                                                \
    } while (false)
