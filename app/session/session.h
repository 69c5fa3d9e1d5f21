#pragma once

#include <QString>
#include <QStringList>

class QSettings;

namespace inceptoscope {

class Explorer;

/// What the explorer shows, kept from one run of the program to the next.
struct Session
{
    QString network; ///< its id
    QString weights; ///< their file; empty where there are none
    int inputSize = 0; ///< pixels, chosen for that network; 0: its own
    QStringList photos; ///< paths, in their order; what was pasted is not kept
    QString photo; ///< path of the selected one
    QString element; ///< dotted id of the selected one

    bool operator==(const Session &) const = default;
};

Session sessionOf(Explorer &explorer);

/// But the photos. A network that is gone leaves the first one. Looks at no file: workers do.
void showSession(const Session &session, Explorer &explorer);
/// Photos that are gone are left out, and it is told how many. `selected` is selected when it is
/// found, unless the person has chosen another by then.
void showPhotos(const QStringList &paths, const QString &selected, Explorer &explorer);

/// But the photos.
void writeSession(const Session &session, QSettings &settings);
/// To a file of their own, with writeKeptPhotos.
void writePhotos(const Session &session, QSettings &settings);
/// But the list of photos, which readKeptPhotos reads.
Session readSession(const QSettings &settings);

} // namespace inceptoscope
