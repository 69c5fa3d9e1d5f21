#include "folders/folderfilterbar.h"

#include "common/iconloader.h"
#include "folders/foldertexts.h"
#include "style/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int widestChooser = 22 * gridUnit;

void setUpChooser(QComboBox *chooser, const QString &name, const QString &toolTip)
{
    chooser->setAccessibleName(name);
    chooser->setToolTip(toolTip);
    chooser->setMaximumWidth(widestChooser);
    chooser->setSizeAdjustPolicy(QComboBox::AdjustToContents);
}

void choose(QComboBox *chooser, int value)
{
    const QSignalBlocker blocker(chooser);
    chooser->setCurrentIndex(std::max(0, chooser->findData(value)));
}

/// "any" stays in front; what is chosen stays, also where there are no such photos, or not yet.
void fill(QComboBox *chooser, std::vector<int> classes, int chosen, const QStringList &labels)
{
    const QSignalBlocker blocker(chooser);
    while (chooser->count() > 1)
        chooser->removeItem(1);
    const auto place = std::ranges::lower_bound(classes, chosen);
    if (chosen >= 0 && (place == classes.end() || *place != chosen))
        classes.insert(place, chosen);
    for (const int index : classes)
        chooser->addItem(labelOf(labels, index), index);
    chooser->setCurrentIndex(std::max(0, chooser->findData(chosen)));
}

} // namespace

FolderFilterBar::FolderFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_words(new QLineEdit)
    , m_show(new QComboBox)
    , m_truth(new QComboBox)
    , m_answer(new QComboBox)
    , m_clear(new QToolButton)
    , m_count(new QLabel)
{
    build();
    connectControls();
    setFilter({});
}

void FolderFilterBar::build()
{
    m_words->setPlaceholderText(tr("Find photos"));
    m_words->setAccessibleName(tr("Find photos"));
    m_words->setToolTip(tr("Words of the name, the answer or the class of the folder; photos with "
                           "all of them are listed (Ctrl+F)"));
    m_words->setClearButtonEnabled(true);
    using Show = FolderFilter::Show;
    m_show->addItem(tr("All photos"), static_cast<int>(Show::All));
    m_show->addItem(tr("Right answers"), static_cast<int>(Show::Right));
    m_show->addItem(tr("Wrong answers"), static_cast<int>(Show::Wrong));
    m_show->addItem(tr("Unreadable photos"), static_cast<int>(Show::Unreadable));
    setUpChooser(m_show, tr("Photos shown"), tr("All photos, or only these"));
    m_truth->addItem(tr("Any folder"), -1);
    setUpChooser(m_truth, tr("Class of the folder"), tr("Photos of folders named after a class"));
    m_answer->addItem(tr("Any answer"), -1);
    setUpChooser(m_answer, tr("Answer"), tr("Photos for which this is the most probable class"));
    m_clear->setIcon(themedIcon(QStringLiteral("close")));
    m_clear->setIconSize({iconSize, iconSize});
    m_clear->setAutoRaise(true);
    m_clear->setAccessibleName(tr("List all photos"));
    m_clear->setToolTip(tr("List all photos"));
    m_count->setAccessibleName(tr("Photos listed"));
    m_count->setFont(tabularFont(m_count->font()));

    auto *search = new QHBoxLayout;
    search->setSpacing(gridUnit);
    search->addWidget(m_words, 1);
    search->addWidget(m_count);
    auto *choosers = new QHBoxLayout;
    choosers->setSpacing(gridUnit);
    for (QComboBox *chooser : {m_show, m_truth, m_answer})
        choosers->addWidget(chooser);
    choosers->addWidget(m_clear);
    choosers->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, halfUnit, gridUnit, gridUnit);
    layout->setSpacing(halfUnit);
    layout->addLayout(search);
    layout->addLayout(choosers);
}

void FolderFilterBar::connectControls()
{
    connect(m_words, &QLineEdit::textChanged, this, &FolderFilterBar::take);
    for (QComboBox *chooser : {m_show, m_truth, m_answer})
        connect(chooser, &QComboBox::currentIndexChanged, this, &FolderFilterBar::take);
    connect(m_clear, &QToolButton::clicked, this, [this] {
        setFilter({});
        emit filterChanged(m_filter);
    });
}

void FolderFilterBar::take()
{
    m_filter = {.show = static_cast<FolderFilter::Show>(m_show->currentData().toInt()),
                .words = m_words->text(),
                .truth = m_truth->currentData().toInt(),
                .top = m_answer->currentData().toInt()};
    m_clear->setEnabled(!m_filter.isEmpty());
    emit filterChanged(m_filter);
}

void FolderFilterBar::setFilter(const FolderFilter &filter)
{
    m_filter = filter;
    const QSignalBlocker blocker(m_words);
    m_words->setText(filter.words);
    choose(m_show, static_cast<int>(filter.show));
    choose(m_truth, filter.truth);
    choose(m_answer, filter.top);
    m_clear->setEnabled(!m_filter.isEmpty());
}

void FolderFilterBar::setClasses(const std::vector<int> &truths, const std::vector<int> &answers,
                                 const QStringList &labels)
{
    fill(m_truth, truths, m_filter.truth, labels);
    fill(m_answer, answers, m_filter.top, labels);
    m_truth->setVisible(!truths.empty() || m_filter.truth >= 0);
    m_answer->setVisible(!answers.empty() || m_filter.top >= 0);
}

void FolderFilterBar::setCount(int shown, int all)
{
    m_count->setText(tr("%1 of %2").arg(groupedText(shown), groupedText(all)));
}

QString FolderFilterBar::countText() const
{
    return m_count->text();
}

} // namespace inceptoscope
