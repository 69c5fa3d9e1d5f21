#include "engine/module.h"

#include <cstdio>
#include <cstdlib>

using namespace inceptoscope;

/// The threads of LibTorch and oneDNN (GNU OpenMP) spin while they wait for each other, by default
/// for milliseconds. Where other programs want the processors too, every layer then waits for a
/// time slice: a forward pass of 5 ms was seen to take a second. Asleep at once, each layer waits
/// for its threads to be woken, which was 6 % of a pass of Inception-v4 on two quiet processors. In
/// between is best for both: some ten microseconds. OpenMP reads the count when it is loaded, and
/// it is loaded with Qt, for a library that Qt uses.
static void spinBriefly()
{
    if (!std::getenv("OMP_WAIT_POLICY"))
        setenv("GOMP_SPINCOUNT", "5000", 0);
}

/// Loads the program, which is a module for the sake of what has to be done before Qt is loaded.
int main(int argc, char **argv)
{
    spinBriefly();
    const auto program =
        symbolOfModule("libinceptoscope_program.so", "inceptoscopeProgram", "The program");
    if (!program) {
        std::fprintf(stderr, "inceptoscope: %s\n", program.error().message.c_str());
        return 1;
    }
    return reinterpret_cast<int (*)(int, char **)>(*program)(argc, argv);
}
