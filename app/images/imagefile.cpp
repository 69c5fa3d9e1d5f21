#include "images/imagefile.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

namespace inceptoscope {

static tl::unexpected<Error> refused(const QString &shown, const char *sentence)
{
    return failure((shown + QLatin1String(sentence)).toStdString());
}

static tl::unexpected<Error> notOpened(const QString &shown, int code)
{
    if (code == ENOENT || code == ENOTDIR)
        return refused(shown, " does not exist; it may have been moved, renamed or deleted");
    if (code == EACCES || code == EPERM)
        return refused(
            shown,
            " cannot be opened: you have no permission to read it; ask its owner or copy it to a "
            "place of your own");
    const auto reason = std::system_category().message(code);
    return failure(shown.toStdString() + " cannot be opened: " + reason);
}

static Expected<void> checkOrdinary(const struct stat &status, const QString &shown)
{
    if (S_ISDIR(status.st_mode))
        return refused(shown, " is a folder, not a picture; open the pictures in it");
    if (!S_ISREG(status.st_mode))
        return refused(
            shown, " is a pipe or a device, not a file; save the picture to a file and open that");
    return {};
}

Expected<QByteArray> readOrdinaryFile(const QString &path, const QString &shown, qint64 limit)
{
    const QByteArray name = QFile::encodeName(path);
    if (name.isEmpty() || name.contains('\0'))
        return notOpened(shown, ENOENT);
    struct stat status = {};
    if (::stat(name.constData(), &status) != 0)
        return notOpened(shown, errno);
    if (const auto ordinary = checkOrdinary(status, shown); !ordinary)
        return tl::unexpected(ordinary.error());

    // It may have been swapped for a pipe meanwhile: O_NONBLOCK and a second look.
    const int descriptor = ::open(name.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return notOpened(shown, errno);
    QFile file;
    file.open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered,
              QFileDevice::AutoCloseHandle);
    if (::fstat(descriptor, &status) != 0)
        return notOpened(shown, errno);
    if (const auto ordinary = checkOrdinary(status, shown); !ordinary)
        return tl::unexpected(ordinary.error());
    if (status.st_size > limit) {
        return refused(shown
                           + QStringLiteral(" has %1 MiB, and a picture's file may have at most %2")
                                 .arg(status.st_size >> 20)
                                 .arg(limit >> 20),
                       "; save it smaller or compressed");
    }
    if (status.st_size == 0)
        return refused(shown, " is empty (0 bytes); copy or download it again");
    const QByteArray bytes = file.read(status.st_size);
    if (bytes.isEmpty())
        return refused(shown + QStringLiteral(" cannot be read: ") + file.errorString(), "");
    return bytes;
}

} // namespace inceptoscope
