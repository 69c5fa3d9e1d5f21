#pragma once

#include "engine/briefspinning.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace inceptoscope::test {

/// OpenMP's threads spin as long as the program's. First in main(): what links Qt has loaded OpenMP
/// by then, so that it is started once more.
inline void spinAsTheProgram(char **argv)
{
    const BriefSpinning spinning;
    if (!spinning.isSet())
        return; // the second time, or a person's own choice
    execv("/proc/self/exe", argv);
    std::perror(argv[0]);
    std::exit(1);
}

} // namespace inceptoscope::test
