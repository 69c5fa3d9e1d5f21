#include "training/setuppane.h"

#include "style/metrics.h"
#include "training/datachooser.h"
#include "training/moresettings.h"
#include "training/recipe.h"
#include "training/trainingtexts.h"
#include "training/variantform.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int usualClasses = 10; // until the data are known

QString textOf(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

SetupPane::SetupPane(QWidget *parent)
    : QWidget(parent)
    , m_pair(new QComboBox)
    , m_first(new VariantForm(tr("First network")))
    , m_second(new VariantForm(tr("Second network")))
    , m_mismatch(new QLabel)
    , m_inputSize(new QSpinBox)
    , m_data(new DataChooser)
    , m_recipe(new QComboBox)
    , m_epochs(new QSpinBox)
    , m_showMore(new QToolButton)
    , m_more(new MoreSettings)
{
    buildPair();
    buildControls();
    layOut();
    TrainingChoice choice;
    choice.variants.assign(readyPairs().front().begin(), readyPairs().front().end());
    setChoice(choice);
    m_readySize = choice.inputSize;
    m_readyEpochs = choice.epochs;
    connectControls();
    refresh();
}

void SetupPane::buildPair()
{
    for (const VariantPair &pair : readyPairs())
        m_pair->addItem(tr("%1 and %2").arg(variantTitle(pair[0]), variantTitle(pair[1])),
                        m_pair->count());
    m_pair->addItem(tr("two of my own choice"), Own);
    m_pair->addItem(tr("one network alone"), Alone);
    m_pair->setAccessibleName(tr("Pair"));
    m_pair->setToolTip(tr("Networks with and without residual connections that compute about as "
                          "much, or others"));
    m_pair->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_mismatch->setWordWrap(true);
    m_mismatch->setAccessibleName(tr("Are the networks matched"));
}

void SetupPane::buildControls()
{
    m_inputSize->setRange(32, 1024);
    m_inputSize->setSuffix(tr(" px"));
    m_inputSize->setAccessibleName(tr("Input size of the training"));
    m_inputSize->setToolTip(tr("Side of the square pictures that both networks are fed"));
    for (const Recipe &recipe : recipes()) {
        m_recipe->addItem(recipe.name == "paper" ? tr("the paper's") : tr("for small data"),
                          textOf(recipe.name));
        m_recipe->setItemData(m_recipe->count() - 1, textOf(recipe.description), Qt::ToolTipRole);
    }
    m_recipe->setAccessibleName(tr("Recipe"));
    m_epochs->setRange(1, 10'000);
    m_epochs->setAccessibleName(tr("Epochs"));
    m_epochs->setToolTip(tr("How often all training photos are gone through"));
    m_showMore->setText(tr("&More"));
    m_showMore->setCheckable(true);
    m_showMore->setAutoRaise(true);
    m_showMore->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_showMore->setArrowType(Qt::RightArrow);
    m_showMore->setAccessibleDescription(tr("Batch, seed, precision, threads, folder"));
    m_more->hide();
}

void SetupPane::layOut()
{
    auto *form = new QFormLayout;
    form->setContentsMargins({});
    form->setVerticalSpacing(gridUnit);
    form->addRow(tr("&Recipe"), m_recipe);
    form->addRow(tr("Epo&chs"), m_epochs);
    form->addRow(tr("&Input size"), m_inputSize);
    auto *pairLabel = new QLabel(tr("&Pair"));
    pairLabel->setBuddy(m_pair);
    auto *dataLabel = new QLabel(tr("&Data"));
    dataLabel->setBuddy(m_data->box());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(pairLabel);
    layout->addWidget(m_pair);
    layout->addWidget(m_first);
    layout->addWidget(m_second);
    layout->addWidget(m_mismatch);
    layout->addWidget(dataLabel);
    layout->addWidget(m_data);
    layout->addLayout(form);
    layout->addWidget(m_showMore);
    layout->addWidget(m_more);
    layout->addStretch();
}

void SetupPane::connectControls()
{
    connect(m_pair, &QComboBox::activated, this, &SetupPane::takePair);
    for (VariantForm *form : {m_first, m_second}) {
        connect(form, &VariantForm::changed, this, [this] {
            showPair();
            refresh();
        });
    }
    connect(m_data, &DataChooser::changed, this, &SetupPane::takeData);
    for (QSpinBox *box : {m_inputSize, m_epochs})
        connect(box, &QSpinBox::valueChanged, this, &SetupPane::refresh);
    connect(m_recipe, &QComboBox::currentIndexChanged, this, &SetupPane::refresh);
    connect(m_more, &MoreSettings::changed, this, &SetupPane::refresh);
    connect(m_showMore, &QToolButton::toggled, this, [this](bool shown) {
        m_showMore->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
        m_more->setVisible(shown);
    });
}

void SetupPane::takePair()
{
    const int pair = m_pair->currentData().toInt();
    if (pair >= 0) {
        m_first->setVariant(readyPairs()[static_cast<std::size_t>(pair)][0]);
        m_second->setVariant(readyPairs()[static_cast<std::size_t>(pair)][1]);
    }
    refresh();
}

/// Which of the pairs the forms show.
void SetupPane::showPair()
{
    if (m_pair->currentData().toInt() == Alone)
        return;
    const VariantPair shown{m_first->variant(), m_second->variant()};
    const auto found = std::ranges::find(readyPairs(), shown);
    const int pair = found == readyPairs().end()
        ? Own
        : static_cast<int>(std::distance(readyPairs().begin(), found));
    m_pair->setCurrentIndex(m_pair->findData(pair));
}

/// Other data suggest other numbers, which stay where a person has chosen them.
void SetupPane::takeData()
{
    if (const auto &survey = m_data->survey()) {
        const auto follow = [](QSpinBox *box, int &ready, int suggested) {
            if (box->value() == ready)
                box->setValue(suggested);
            ready = suggested;
        };
        follow(m_inputSize, m_readySize, readyInputSize(*survey));
        follow(m_epochs, m_readyEpochs, readyEpochs(*survey));
    }
    refresh();
}

TrainingChoice SetupPane::choice() const
{
    TrainingChoice choice;
    choice.variants.push_back(m_first->variant());
    if (m_pair->currentData().toInt() != Alone)
        choice.variants.push_back(m_second->variant());
    choice.inputSize = m_inputSize->value();
    choice.data = m_data->folder();
    choice.recipe = m_recipe->currentData().toString();
    choice.epochs = m_epochs->value();
    m_more->putInto(choice);
    return choice;
}

void SetupPane::setChoice(const TrainingChoice &choice)
{
    const QSignalBlocker quiet(this);
    m_first->setVariant(choice.variants.front());
    if (choice.variants.size() > 1)
        m_second->setVariant(choice.variants.back());
    m_pair->setCurrentIndex(m_pair->findData(choice.variants.size() > 1 ? Own : Alone));
    showPair();
    m_inputSize->setValue(choice.inputSize);
    m_recipe->setCurrentIndex(m_recipe->findData(choice.recipe));
    m_epochs->setValue(choice.epochs);
    m_more->showChoice(choice);
    const auto &survey = m_data->survey();
    const bool isKnown = survey && choice.data == m_data->folder();
    m_readySize = isKnown ? readyInputSize(*survey) : -1;
    m_readyEpochs = isKnown ? readyEpochs(*survey) : -1;
    if (choice.data != m_data->folder())
        m_data->setFolder(choice.data);
    refresh();
}

void SetupPane::refresh()
{
    const bool isPair = m_pair->currentData().toInt() != Alone;
    const int classes = m_data->survey() ? m_data->survey()->classes : usualClasses;
    m_first->describe(m_inputSize->value(), classes);
    m_second->describe(m_inputSize->value(), classes);
    m_second->setVisible(isPair);
    const bool comparable = isPair && m_first->graph() && m_second->graph();
    m_mismatch->setText(
        comparable ? inceptoscope::mismatchText(*m_first->graph(), *m_second->graph()) : QString());
    m_mismatch->setVisible(!m_mismatch->text().isEmpty());
    TrainingChoice shared = choice();
    shared.threads = 0;
    m_more->showShare(threadsOfEach(shared));
    m_recipe->setToolTip(m_recipe->currentData(Qt::ToolTipRole).toString());
    emit changed();
}

QString SetupPane::mismatchText() const
{
    return m_mismatch->text();
}

bool SetupPane::isReady() const
{
    return m_data->survey() && obstacle().isEmpty();
}

QString SetupPane::obstacle() const
{
    const auto &survey = m_data->survey();
    const TrainingChoice choice = this->choice();
    if (!m_first->graph() || (choice.variants.size() > 1 && !m_second->graph()))
        return tr("A network does not work at %1 px; choose a larger input.").arg(choice.inputSize);
    if (survey && survey->train < batchSize(choice))
        return tr("There are %1 photos to train on, and %2 make one batch; choose a smaller batch "
                  "or other data.")
            .arg(QString::number(survey->train), QString::number(batchSize(choice)));
    return {};
}

} // namespace inceptoscope
