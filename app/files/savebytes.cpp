#include "files/savebytes.h"

#include "checkpoint/atomicfile.h"

#include <QFile>

namespace inceptoscope {

Expected<void> saveBytes(const QString &path, const QByteArray &bytes)
{
    auto file = AtomicFile::create(QFile::encodeName(path).toStdString());
    if (!file)
        return tl::unexpected(file.error());
    const std::string_view all(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    return file->write(all).and_then([&] { return file->commit(); });
}

} // namespace inceptoscope
