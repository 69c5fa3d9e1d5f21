#include "images/imagefile.h"

#include "async/diskworkers.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

namespace inceptoscope {

static tl::unexpected<Error> refused(const QString &shown, const QString &sentence)
{
    return failure((shown + sentence).toStdString());
}

static tl::unexpected<Error> notOpened(const QString &shown, int code)
{
    if (code == ENOENT || code == ENOTDIR)
        return refused(
            shown, QStringLiteral(" does not exist; it may have been moved, renamed or deleted"));
    if (code == EACCES || code == EPERM)
        return refused(
            shown,
            QStringLiteral(" cannot be opened: you have no permission to read it; ask its owner or "
                           "copy it to a place of your own"));
    const auto reason = std::system_category().message(code);
    return failure(shown.toStdString() + " cannot be opened: " + reason);
}

static Expected<void> checkOrdinary(const struct stat &status, const QString &shown)
{
    if (S_ISDIR(status.st_mode))
        return refused(shown,
                       QStringLiteral(" is a folder, not a picture; open the pictures in it"));
    if (!S_ISREG(status.st_mode))
        return refused(
            shown,
            QStringLiteral(" is a pipe or a device, not a file; save the picture to a file and "
                           "open that"));
    return {};
}

static Expected<qint64> opened(const QString &path, const QString &shown, QFile &file)
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
    file.open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered,
              QFileDevice::AutoCloseHandle);
    if (::fstat(descriptor, &status) != 0)
        return notOpened(shown, errno);
    if (const auto ordinary = checkOrdinary(status, shown); !ordinary)
        return tl::unexpected(ordinary.error());
    return status.st_size;
}

Expected<qint64> openOrdinaryFile(const QString &path, const QString &shown, QFile &file)
{
    return askDisk([&] { return opened(path, shown, file); });
}

Expected<QByteArray> readOrdinaryFile(const QString &path, const QString &shown, qint64 limit)
{
    QFile file;
    const auto size = openOrdinaryFile(path, shown, file);
    if (!size)
        return tl::unexpected(size.error());
    if (*size > limit) {
        return refused(
            shown,
            QStringLiteral(" has %1 MiB, and a picture's file may have at most %2; save it "
                           "smaller or compressed")
                .arg(*size >> 20)
                .arg(limit >> 20));
    }
    if (*size == 0)
        return refused(shown, QStringLiteral(" is empty (0 bytes); copy or download it again"));
    QByteArray bytes = askDisk([&] { return file.read(*size); });
    if (bytes.isEmpty())
        return refused(shown, QStringLiteral(" cannot be read: ") + file.errorString());
    return bytes;
}

} // namespace inceptoscope
