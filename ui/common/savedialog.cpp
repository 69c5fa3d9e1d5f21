#include "common/savedialog.h"

#include "images/shownname.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

namespace inceptoscope {

namespace {

QString filterOf(const SaveOffer &offer)
{
    const QString patterns = QStringLiteral("*.") + offer.suffixes.join(QStringLiteral(" *."));
    return QStringLiteral("%1 (%2)").arg(
        offer.kind.isEmpty() ? offer.suffixes.constFirst().toUpper() : offer.kind, patterns);
}

QString withSuffix(const QString &path, const QStringList &suffixes)
{
    return suffixes.contains(QFileInfo(path).suffix(), Qt::CaseInsensitive)
        ? path
        : path + u'.' + suffixes.constFirst();
}

/// The dialog has asked about the name that was typed, and not about this one.
void askWhetherToReplace(QWidget *parent, const QString &path,
                         const std::function<void(const QString &path)> &save)
{
    auto *box = new QMessageBox(
        QMessageBox::Warning, QCoreApplication::translate("SaveDialog", "Replace the file?"),
        QCoreApplication::translate("SaveDialog", "%1 exists already. Do you want to replace it?")
            .arg(shownName(path)),
        QMessageBox::Yes | QMessageBox::No, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::No);
    QObject::connect(box, &QMessageBox::finished, parent, [path, save](int button) {
        if (button == QMessageBox::Yes)
            save(path);
    });
    box->open();
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
                         const QString path = withSuffix(typed, suffixes);
                         if (path != typed && QFileInfo::exists(path))
                             askWhetherToReplace(parent, path, save);
                         else
                             save(path);
                     });
    dialog->open();
}

} // namespace inceptoscope
