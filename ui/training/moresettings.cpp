#include "training/moresettings.h"

#include "style/metrics.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

namespace inceptoscope {

MoreSettings::MoreSettings(QWidget *parent)
    : QWidget(parent)
    , m_batch(new QSpinBox)
    , m_seed(new QSpinBox)
    , m_precision(new QComboBox)
    , m_threads(new QSpinBox)
    , m_parent(new QLineEdit)
{
    buildNumbers();
    layOut();
    for (QSpinBox *box : {m_batch, m_seed, m_threads})
        connect(box, &QSpinBox::valueChanged, this, &MoreSettings::changed);
    connect(m_precision, &QComboBox::currentIndexChanged, this, &MoreSettings::changed);
}

void MoreSettings::buildNumbers()
{
    m_batch->setRange(0, 4096);
    m_batch->setSpecialValueText(tr("the recipe's"));
    m_batch->setAccessibleName(tr("Batch"));
    m_batch->setToolTip(tr("Photos a step"));
    m_seed->setRange(0, 1'000'000);
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Of the first weights, the order of the photos and their crops"));
    m_precision->addItem(tr("32 bits"), false);
    m_precision->addItem(tr("bfloat16, where the processor has it"), true);
    m_precision->setAccessibleName(tr("Precision"));
    m_precision->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_threads->setRange(0, 1024);
    m_threads->setAccessibleName(tr("Threads of each network"));
    m_parent->setReadOnly(true);
    m_parent->setAccessibleName(tr("Folder of the trainings"));
}

void MoreSettings::layOut()
{
    auto *choose = new QPushButton(tr("Change…"));
    choose->setAccessibleName(tr("Change the folder of the trainings"));
    connect(choose, &QPushButton::clicked, this, &MoreSettings::chooseParent);
    auto *place = new QHBoxLayout;
    place->setSpacing(halfUnit);
    place->addWidget(m_parent, 1);
    place->addWidget(choose);
    auto *form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setVerticalSpacing(halfUnit);
    form->addRow(tr("Batch"), m_batch);
    form->addRow(tr("Seed"), m_seed);
    form->addRow(tr("Precision"), m_precision);
    form->addRow(tr("Threads of each"), m_threads);
    form->addRow(tr("Folder"), place);
}

void MoreSettings::putInto(TrainingChoice &choice) const
{
    choice.batch = m_batch->value();
    choice.seed = m_seed->value();
    choice.brain = m_precision->currentData().toBool();
    choice.threads = m_threads->value();
}

void MoreSettings::showChoice(const TrainingChoice &choice)
{
    const QSignalBlocker quiet(this);
    m_batch->setValue(choice.batch);
    m_seed->setValue(choice.seed);
    m_precision->setCurrentIndex(choice.brain ? 1 : 0);
    m_threads->setValue(choice.threads);
}

void MoreSettings::showShare(int threads)
{
    m_threads->setSpecialValueText(tr("its share of the processors (%1)").arg(threads));
}

QString MoreSettings::parentFolder() const
{
    return m_parent->text();
}

void MoreSettings::setParentFolder(const QString &folder)
{
    m_parent->setText(folder);
    m_parent->setToolTip(folder);
    m_parent->setCursorPosition(0);
}

void MoreSettings::chooseParent()
{
    auto *dialog = new QFileDialog(this, tr("Folder of the trainings"), m_parent->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &MoreSettings::setParentFolder);
    dialog->open();
}

} // namespace inceptoscope
