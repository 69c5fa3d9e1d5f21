#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace inceptoscope {

/// What a dialog that asks for a file's place offers.
struct SaveOffer
{
    QString title;
    QString name; ///< of the file, without an ending
    QStringList suffixes; ///< the first is that of a name without one
    QString kind{}; ///< of what is saved: "Tables"; empty: the suffix in capitals
    QString folder{}; ///< where it begins; empty: as the system has it
};

/// Asks, as a child of `parent` and without waiting, and calls `save` with a path that ends in one
/// of the suffixes: a name without one gets the first one behind it, and one with another ending if
/// the person agrees. It is asked before a file is replaced.
void askWhereToSave(QWidget *parent, const SaveOffer &offer,
                    const std::function<void(const QString &path)> &save);

} // namespace inceptoscope
