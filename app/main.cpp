#include "engine/briefspinning.h"
#include "engine/module.h"

#include <cstdio>

using namespace inceptoscope;

/// The program is a module for the sake of what has to be there before OpenMP is, which it loads.
static Expected<void *> loadProgram()
{
    const BriefSpinning spinning;
    return symbolOfModule("libinceptoscope_program.so", "inceptoscopeProgram", "The program");
}

int main(int argc, char **argv)
{
    const auto program = loadProgram();
    if (!program) {
        std::fprintf(stderr, "inceptoscope: %s\n", program.error().message.c_str());
        return 1;
    }
    return reinterpret_cast<int (*)(int, char **)>(*program)(argc, argv);
}
