#include "common/savedialog.h"

#include "images/shownname.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

#include <algorithm>

namespace inceptoscope {

namespace {

QString filterOf(const SaveOffer &offer)
{
    const QString patterns = QStringLiteral("*.") + offer.suffixes.join(QStringLiteral(" *."));
    return QStringLiteral("%1 (%2)").arg(
        offer.kind.isEmpty() ? offer.suffixes.constFirst().toUpper() : offer.kind, patterns);
}

using Save = std::function<void(const QString &path)>;

QString tr(const char *text)
{
    return QCoreApplication::translate("SaveDialog", text);
}

QString withSuffix(const QString &path, const QStringList &suffixes)
{
    return suffixes.contains(QFileInfo(path).suffix(), Qt::CaseInsensitive)
        ? path
        : path + u'.' + suffixes.constFirst();
}

/// "x.gif" asks for a format, and "block.3" does not.
bool hasAnEnding(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix();
    return std::any_of(suffix.begin(), suffix.end(), [](QChar each) { return each.isLetter(); });
}

/// ".pdf, .svg or .png"
QString listed(const QStringList &suffixes)
{
    QString list = u'.' + suffixes.constFirst();
    for (qsizetype i = 1; i < suffixes.size(); ++i)
        list += (i + 1 < suffixes.size() ? QStringLiteral(", .") : tr(" or .")) + suffixes[i];
    return list;
}

void ask(QWidget *parent, const QString &title, const QString &question,
         const std::function<void()> &agreed)
{
    auto *box = new QMessageBox(QMessageBox::Warning, title, question,
                                QMessageBox::Yes | QMessageBox::No, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::No);
    QObject::connect(box, &QMessageBox::finished, parent, [agreed](int button) {
        if (button == QMessageBox::Yes)
            agreed();
    });
    box->open();
}

/// The dialog has asked whether to replace a file of the name that was typed, and not of another.
void take(QWidget *parent, const QString &typed, const QStringList &suffixes, const Save &save)
{
    const QString path = withSuffix(typed, suffixes);
    const auto agreed = [path, save] { save(path); };
    if (path == typed)
        save(path);
    else if (QFileInfo::exists(path))
        ask(parent, tr("Replace the file?"),
            tr("%1 exists already. Do you want to replace it?").arg(shownName(path)), agreed);
    else if (hasAnEnding(typed))
        ask(parent, tr("Save with another ending?"),
            tr("What is saved here ends in %1. Do you want to save it as %2?")
                .arg(listed(suffixes), shownName(QFileInfo(path).fileName())),
            agreed);
    else
        save(path);
}

} // namespace

void askWhereToSave(QWidget *parent, const SaveOffer &offer,
                    const std::function<void(const QString &path)> &save)
{
    auto *dialog = new QFileDialog(parent, offer.title, offer.folder, filterOf(offer));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave); // asks before it replaces a file
    dialog->setDefaultSuffix(offer.suffixes.constFirst());
    dialog->selectFile(offer.name + u'.' + offer.suffixes.constFirst());
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [parent, suffixes = offer.suffixes, save](const QString &typed) {
                         take(parent, typed, suffixes, save);
                     });
    dialog->open();
}

} // namespace inceptoscope
