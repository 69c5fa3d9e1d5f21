#pragma once

#include <QString>

namespace inceptoscope {

struct Photo;

/// Where it is from and how large it is, or why it failed. Qt takes it for rich text only where it
/// is meant so, whatever the file is called.
QString photoToolTip(const Photo &photo);

/// For people who listen to the filmstrip: the name and what the network sees.
QString photoAccessibleText(const Photo &photo);

} // namespace inceptoscope
