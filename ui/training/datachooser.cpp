#include "training/datachooser.h"

#include "async/whendone.h"
#include "common/elidedcombobox.h"
#include "images/shownname.h"
#include "style/metrics.h"

#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace inceptoscope {

namespace {

constexpr int mostRecent = 8;

} // namespace

DataChooser::DataChooser(QWidget *parent)
    : QWidget(parent)
    , m_box(new ElidedComboBox)
    , m_choose(new QPushButton(tr("Choose…")))
    , m_sentence(new QLabel)
{
    build();
    fill();
    look();
    findFashionMnist();
    connect(m_choose, &QPushButton::clicked, this, &DataChooser::choose);
    connect(m_box, &QComboBox::activated, this, &DataChooser::takeRow);
}

void DataChooser::build()
{
    m_box->setAccessibleName(tr("Data"));
    m_box->setPlaceholderText(tr("no folder"));
    m_box->setToolTip(tr("Photos in folders named after their classes, or the files of CIFAR or "
                         "MNIST; drop a folder on the page to take it"));
    m_box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_choose->setAccessibleDescription(tr("Asks for a folder to train on"));
    m_sentence->setFont(captionFont(m_sentence->font()));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setAccessibleName(tr("What is in the folder"));
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(halfUnit);
    layout->setColumnStretch(0, 1);
    layout->addWidget(m_box, 0, 0);
    layout->addWidget(m_choose, 0, 1);
    layout->addWidget(m_sentence, 1, 0, 1, 2);
    setFocusProxy(m_box);
}

void DataChooser::findFashionMnist()
{
    const auto find = [] { return askDisk([] { return fashionMnistFolder(); }); };
    whenDone(this, m_disks.run(find), [this](const Expected<QString> &folder) {
        if (!folder || folder->isEmpty())
            return;
        m_fashion = *folder;
        fill();
        emit fashionMnistFound();
    });
}

QString DataChooser::nameOf(const QString &folder) const
{
    return folder == m_fashion ? tr("Fashion-MNIST") : shownName(QDir(folder).dirName());
}

/// Fashion-MNIST comes last where it is installed and was not chosen before.
void DataChooser::fill()
{
    QStringList folders = m_recent;
    if (!m_fashion.isEmpty() && !folders.contains(m_fashion))
        folders += m_fashion;
    m_box->clear();
    for (const QString &folder : folders) {
        m_box->addItem(nameOf(folder), folder);
        m_box->setItemData(m_box->count() - 1, shownName(folder), Qt::ToolTipRole);
    }
    m_box->setCurrentIndex(m_box->findData(m_folder));
}

void DataChooser::setRecent(const QStringList &folders)
{
    m_recent = folders.mid(0, mostRecent);
    fill();
}

void DataChooser::setFolder(const QString &folder)
{
    m_folder = folder;
    if (!folder.isEmpty()) {
        m_recent.removeAll(folder);
        m_recent.prepend(folder);
    }
    setRecent(m_recent);
    look();
}

/// The list stays as it is: somebody may be going through it by the keyboard.
void DataChooser::takeRow(int row)
{
    m_folder = m_box->itemData(row).toString();
    look();
}

void DataChooser::look()
{
    m_survey.reset();
    const int ticket = ++m_ticket;
    if (m_folder.isEmpty()) {
        m_sentence->setText(
            tr("Choose a folder of class folders, or one with the files of CIFAR or "
               "MNIST; or drop it here."));
        emit changed();
        return;
    }
    m_sentence->setText(tr("Looking at what is in %1…").arg(shownName(m_folder)));
    emit changed();
    const auto ask = [folder = m_folder] { return askDisk([&] { return surveyData(folder); }); };
    whenDone(this, m_disks.run(ask), [this, ticket](const Expected<DataSurvey> &survey) {
        if (ticket == m_ticket)
            take(survey);
    });
}

void DataChooser::take(const Expected<DataSurvey> &survey)
{
    if (survey)
        m_survey = *survey;
    m_sentence->setText(survey ? dataText(*survey)
                               : shownName(QString::fromStdString(survey.error().message)) + u'.');
    emit changed();
}

void DataChooser::choose()
{
    auto *dialog = new QFileDialog(this, tr("Choose a folder to train on"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &DataChooser::setFolder);
    dialog->open();
}

QString DataChooser::sentence() const
{
    return m_sentence->text();
}

} // namespace inceptoscope
