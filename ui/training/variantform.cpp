#include "training/variantform.h"

#include "style/metrics.h"
#include "training/trainingtexts.h"
#include "zoo/zoo.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

namespace inceptoscope {

VariantForm::VariantForm(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_network(new QComboBox)
    , m_width(new QDoubleSpinBox)
    , m_cost(new QLabel)
{
    build(name);
    connect(m_network, &QComboBox::activated, this, [this] {
        takeReady();
        emit changed();
    });
    connect(m_width, &QDoubleSpinBox::valueChanged, this, &VariantForm::changed);
    for (QSpinBox *box : m_repeats)
        connect(box, &QSpinBox::valueChanged, this, &VariantForm::changed);
}

void VariantForm::build(const QString &name)
{
    for (const NetworkFamily &family : networkFamilies()) {
        const auto text = [](std::string_view view) {
            return QString::fromUtf8(view.data(), qsizetype(view.size()));
        };
        m_network->addItem(text(family.title), text(family.id));
        m_network->setItemData(m_network->count() - 1, text(family.source), Qt::ToolTipRole);
    }
    m_network->setAccessibleName(name);
    m_network->setMinimumContentsLength(16);
    m_network->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_width->setRange(0.05, 2.0);
    m_width->setSingleStep(0.05);
    m_width->setPrefix(tr("width "));
    m_width->setAccessibleName(tr("%1: width").arg(name));
    m_width->setToolTip(tr("Multiplies every filter count of the paper's network"));
    m_cost->setFont(captionFont(m_cost->font()));
    m_cost->setAccessibleName(tr("%1: what it comes to").arg(name));
    m_cost->setWordWrap(true);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(halfUnit);
    layout->addWidget(m_network, 0, 0, 1, 4);
    layout->addWidget(m_width, 1, 0);
    const std::array<QString, 3> stages{tr("A"), tr("B"), tr("C")};
    for (std::size_t i = 0; i < stages.size(); ++i) {
        auto *box = new QSpinBox;
        box->setRange(1, 50);
        box->setPrefix(tr("%1 ×").arg(stages[i]));
        box->setAccessibleName(tr("%1: repeats of block %2").arg(name, stages[i]));
        box->setToolTip(tr("How often block %1 is repeated").arg(stages[i]));
        m_repeats[i] = box;
        layout->addWidget(box, 1, static_cast<int>(i) + 1);
    }
    layout->addWidget(m_cost, 2, 0, 1, 4);
}

VariantChoice VariantForm::variant() const
{
    VariantChoice variant;
    variant.network = m_network->currentData().toString();
    variant.width = m_width->value();
    for (const QSpinBox *box : m_repeats)
        variant.repeats.push_back(box->value());
    return variant;
}

void VariantForm::setVariant(const VariantChoice &variant)
{
    const QSignalBlocker quiet(this);
    m_network->setCurrentIndex(m_network->findData(variant.network));
    m_width->setValue(variant.width);
    for (std::size_t i = 0; i < m_repeats.size() && i < variant.repeats.size(); ++i)
        m_repeats[i]->setValue(variant.repeats[i]);
}

/// Another family is as narrow as the pairs are, and matched where it is in one of them.
void VariantForm::takeReady()
{
    setVariant(readyVariant(m_network->currentData().toString()));
}

void VariantForm::describe(int inputSize, int classes)
{
    auto graph = graphOf(variant(), inputSize, classes);
    m_cost->setText(graph ? inceptoscope::costText(*graph)
                          : QString::fromStdString(graph.error().message));
    m_graph = graph ? std::optional(std::move(*graph)) : std::nullopt;
}

QString VariantForm::costText() const
{
    return m_cost->text();
}

} // namespace inceptoscope
