#pragma once

#include <QWidget>

namespace inceptoscope {

class ActivationLink;
class ActivationPane;
class ColumnShare;
class DiagramPane;
class Explainer;
class ExplanationPane;
class Explorer;
class Filmstrip;
class OverlayController;
class PaneArea;
class PredictionsPane;
class ResidualPane;

/// The page Explore: the diagram, and around it panes that can be moved and hidden: at first the
/// activation maps below it, the predictions and residuals beside them, the filmstrip below all.
/// Everything follows one selection.
class ExplorePage : public QWidget
{
    Q_OBJECT

public:
    explicit ExplorePage(Explorer *explorer, QWidget *parent = nullptr);

    DiagramPane *diagram() { return m_diagram; }
    OverlayController *overlay() { return m_overlay; }
    ActivationPane *activations() { return m_activations; }
    PredictionsPane *predictions() { return m_predictions; }
    ExplanationPane *explanations() { return m_explanations; }
    Explainer *explainer() { return m_explainer; }
    ResidualPane *residuals() { return m_residuals; }
    Filmstrip *filmstrip() { return m_filmstrip; }
    PaneArea *panes() { return m_panes; }

    /// Of the panes, to come back as a person left them. One that cannot be read is that of the
    /// first start.
    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &state);

signals:
    void photosRequested();
    void samplesRequested();
    void weightsRequested();

private:
    void build();
    QWidget *answer();
    void connectDiagram();
    void connectPredictions();
    void connectActivations();
    void connectExplanations();
    void markClass();
    void showGraph();
    void showPicture();
    void showAnswer();
    void suggestElement();
    void sayWhatLacks();
    void actOnProblem();

    Explorer *m_explorer;
    OverlayController *m_overlay;
    Explainer *m_explainer;
    DiagramPane *m_diagram;
    ActivationPane *m_activations;
    ActivationLink *m_link;
    PredictionsPane *m_predictions;
    ExplanationPane *m_explanations;
    ResidualPane *m_residuals;
    Filmstrip *m_filmstrip;
    PaneArea *m_panes;
    ColumnShare *m_column = nullptr; ///< of predictions and residuals
    bool m_hasSuggested = false;
    enum class Remedy { None, Retry, Weights };
    Remedy m_remedy = Remedy::None;
};

} // namespace inceptoscope
