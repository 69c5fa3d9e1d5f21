#pragma once

namespace inceptoscope {

class MainWindow;

/// For measuring (tests/bench/bench_start.cpp). Where INCEPTOSCOPE_STARTED_AT says when the program
/// was started, in nanoseconds of CLOCK_MONOTONIC, the milliseconds since then go to standard
/// error, "shown 93.1" and so on; else nothing happens.
void tellStartupTime(const char *milestone);

/// Tells when the window is first painted and has dealt with what happened meanwhile ("usable"),
/// and when the first answer is painted ("answered").
void tellStartupTimes(MainWindow &window);

} // namespace inceptoscope
