#include "photos/phototexts.h"

#include "images/shownname.h"
#include "photos/photo.h"

#include <QCoreApplication>
#include <QTextDocument>

namespace inceptoscope {

static QString notRich(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal) : text;
}

QString photoToolTip(const Photo &photo)
{
    const QString place =
        photo.source.path.isEmpty() ? photo.source.name : shownName(photo.source.path);
    switch (photo.state) {
    case PhotoState::Failed:
        return notRich(place + u'\n' + photo.message);
    case PhotoState::Ready:
        return notRich(QStringLiteral("%1\n%2 × %3")
                           .arg(place, QString::number(photo.size.width()),
                                QString::number(photo.size.height())));
    default:
        return notRich(place);
    }
}

QString photoAccessibleText(const Photo &photo)
{
    if (photo.state == PhotoState::Failed)
        return photo.message;
    if (photo.topLabel.isEmpty())
        return photo.source.name;
    return QCoreApplication::translate("PhotoListModel", "%1: %2, %3 %")
        .arg(photo.source.name, photo.topLabel,
             QString::number(photo.topProbability * 100.0, 'f', 1));
}

} // namespace inceptoscope
