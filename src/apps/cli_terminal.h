#pragma once

/// @file
/// The terminal, or the file or pipe in its place. The only part of the command line that knows
/// which of them stdout is.

#include <string_view>

namespace argosy::cli {

class Terminal final {
  public:
    Terminal();

    bool interactive() const { return interactive_; }

    /// Writes to stdout and flushes.
    void print(std::string_view text);

    /// Shows `text` in the place of what was shown before. Nothing of the terminal's state is
    /// changed, so that Ctrl-C may end the program at any moment.
    /// @pre interactive()
    void redraw(std::string_view text);

    /// Waits one second of real time.
    /// @returns false when nobody reads stdout any more.
    bool wait();

  private:
    bool interactive_;
    bool drawn_ = false;
};

}  // namespace argosy::cli
