#pragma once

#include <QString>

namespace inceptoscope {

/// Path of a bundled file, such as "networks/inception_v4.safetensors". Bundled files lie in
/// share/inceptoscope beside the program's bin folder; INCEPTOSCOPE_RESOURCES names another place.
QString resourcePath(const QString &relativePath);

} // namespace inceptoscope
