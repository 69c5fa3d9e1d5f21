#pragma once

#include "zoo/zoo.h"

namespace inceptoscope::zoo {

Expected<NetworkGraph> inceptionV4(const NetworkOptions &options);
Expected<NetworkGraph> inceptionResNetV2(const NetworkOptions &options);

} // namespace inceptoscope::zoo
