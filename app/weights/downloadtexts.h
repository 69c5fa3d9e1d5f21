#pragma once

#include "weights/downloadrequest.h"

#include <string>
#include <string_view>

namespace inceptoscope {

/// "512 bytes", "12.3 kB", "171.0 MB", "1.2 GB"; powers of 1000.
std::string sizeText(std::int64_t bytes);
/// "0:29", "12:05", "1:02:03"; empty where it cannot be told.
std::string remainingText(const DownloadProgress &progress);
/// "42.7 of 171.0 MB"; "42.7 MB" where the whole is not known.
std::string amountText(const DownloadProgress &progress);
/// "42.7 of 171.0 MB · 3.4 MB/s · 0:37 left", as far as it is known.
std::string progressText(const DownloadProgress &progress);
/// "inception_v4.tf_in1k  [#####---------------]  25 %  42.7 of 171.0 MB  3.4 MB/s  0:37 left", as
/// far as it is known.
std::string progressLine(std::string_view name, const DownloadProgress &progress);

} // namespace inceptoscope
