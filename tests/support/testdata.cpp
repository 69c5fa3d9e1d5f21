#include "support/testdata.h"

namespace inceptoscope::test {

std::filesystem::path testData(std::string_view name)
{
    return std::filesystem::path(TEST_DATA) / name;
}

} // namespace inceptoscope::test
