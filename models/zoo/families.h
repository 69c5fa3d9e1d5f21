#pragma once

#include "zoo/zoo.h"

namespace inceptoscope::zoo {

Expected<NetworkGraph> inceptionV3(const NetworkOptions &options);
Expected<NetworkGraph> inceptionV4(const NetworkOptions &options);
Expected<NetworkGraph> inceptionResNetV1(const NetworkOptions &options);
Expected<NetworkGraph> inceptionResNetV1Facenet(const NetworkOptions &options);
Expected<NetworkGraph> inceptionResNetV2(const NetworkOptions &options);
Expected<NetworkGraph> inceptionResNetV2TfSlim(const NetworkOptions &options);
Expected<NetworkGraph> bnInception(const NetworkOptions &options);

} // namespace inceptoscope::zoo
