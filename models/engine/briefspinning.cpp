#include "engine/briefspinning.h"

#include <cstdlib>

namespace inceptoscope {

static constexpr const char *spinCount = "GOMP_SPINCOUNT";

static bool isChosen(const char *variable)
{
    const char *value = std::getenv(variable);
    return value && *value != '\0';
}

BriefSpinning::BriefSpinning()
    : m_isSet(!isChosen(spinCount) && !isChosen("OMP_WAIT_POLICY"))
{
    if (m_isSet)
        setenv(spinCount, "5000", 1);
}

BriefSpinning::~BriefSpinning()
{
    if (m_isSet)
        unsetenv(spinCount);
}

} // namespace inceptoscope
